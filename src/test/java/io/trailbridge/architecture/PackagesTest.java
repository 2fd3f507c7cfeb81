package io.trailbridge.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** Packages depend downwards only. */
@AnalyzeClasses(packages = "io.trailbridge", importOptions = DoNotIncludeTests.class)
class PackagesTest {
    private static final String ROOT = "io.trailbridge.";

    @ArchTest
    void layersDependDownwardsOnly(JavaClasses production) {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("entry").definedBy("io.trailbridge")
                .layer("command line").definedBy(ROOT + "cli..")
                .layer("runtime").definedBy(ROOT + "runtime..")
                .layer("routes and health").definedBy(ROOT + "routes..", ROOT + "health..")
                .layer("sources and sinks").definedBy(ROOT + "eventhubs..", ROOT + "sqs..", ROOT + "cloudtrail..",
                        ROOT + "securitylake..")
                .layer("events").definedBy(ROOT + "transform..", ROOT + "envelope..", ROOT + "batch..")
                .layer("settings").definedBy(ROOT + "settings..")
                .whereLayer("entry").mayNotBeAccessedByAnyLayer()
                .whereLayer("command line").mayOnlyBeAccessedByLayers("entry")
                .whereLayer("runtime").mayOnlyBeAccessedByLayers("command line")
                .whereLayer("routes and health").mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("sources and sinks").mayOnlyBeAccessedByLayers("routes and health", "runtime")
                .whereLayer("settings").mayOnlyBeAccessedByLayers("command line", "runtime")
                .check(production);
    }

    @ArchTest
    void noTwoPackagesNeedEachOther(JavaClasses production) {
        slices().matching("io.trailbridge.(*)..").should().beFreeOfCycles().check(production);
    }

    @ArchTest
    void sinksAndSourcesDoNotKnowEachOther(JavaClasses production) {
        noClasses().that().resideInAPackage(ROOT + "eventhubs..").should().dependOnClassesThat()
                .resideInAnyPackage(ROOT + "sqs..", ROOT + "cloudtrail..").check(production);
        noClasses().that().resideInAPackage(ROOT + "sqs..").should().dependOnClassesThat()
                .resideInAnyPackage(ROOT + "eventhubs..", ROOT + "cloudtrail..").check(production);
        noClasses().that().resideInAPackage(ROOT + "cloudtrail..").should().dependOnClassesThat()
                .resideInAnyPackage(ROOT + "eventhubs..", ROOT + "sqs..").check(production);
        noClasses().that().resideInAPackage(ROOT + "securitylake..").should().dependOnClassesThat()
                .resideInAnyPackage(ROOT + "eventhubs..", ROOT + "sqs..", ROOT + "cloudtrail..").check(production);
    }

    @ArchTest
    void formatsDoNotKnowEachOther(JavaClasses production) {
        slices().matching(ROOT + "transform.(*)..").should().notDependOnEachOther().check(production);
        noClasses().that().resideInAPackage(ROOT + "transform").should().dependOnClassesThat()
                .resideInAPackage(ROOT + "transform.*..").check(production);
    }

    @ArchTest
    void nothingIsNamedAfterNothing(JavaClasses production) {
        classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Manager)$").check(production);
    }
}
