package io.trailbridge.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Arrays;

/** Packages depend downwards only. */
@AnalyzeClasses(packages = "io.trailbridge", importOptions = DoNotIncludeTests.class)
class PackagesTest {
    private static final String ROOT = "io.trailbridge.";
    private static final String[] SOURCES_AND_SINKS = {
        ROOT + "eventhubs..", ROOT + "flowlogs..", ROOT + "sqs..", ROOT + "cloudtrail..", ROOT + "securityhub..",
        ROOT + "securitylake..", ROOT + "cloudwatchlogs.."
    };

    @ArchTest
    void layersDependDownwardsOnly(JavaClasses production) {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("entry").definedBy("io.trailbridge")
                .layer("command line").definedBy(ROOT + "cli..")
                .layer("runtime").definedBy(ROOT + "runtime..")
                .layer("routes and health").definedBy(ROOT + "routes..", ROOT + "health..")
                .layer("sources and sinks").definedBy(SOURCES_AND_SINKS)
                .layer("events").definedBy(ROOT + "transform..", ROOT + "envelope..", ROOT + "batch..")
                .layer("failures of AWS").definedBy(ROOT + "aws..")
                .layer("credentials of Azure").definedBy(ROOT + "azure..")
                .layer("faults").definedBy(ROOT + "fault..")
                .layer("memory").definedBy(ROOT + "memory..")
                .layer("settings").definedBy(ROOT + "settings..")
                .whereLayer("entry").mayNotBeAccessedByAnyLayer()
                .whereLayer("command line").mayOnlyBeAccessedByLayers("entry")
                .whereLayer("runtime").mayOnlyBeAccessedByLayers("command line")
                .whereLayer("routes and health").mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("sources and sinks").mayOnlyBeAccessedByLayers("routes and health", "runtime")
                .whereLayer("credentials of Azure").mayNotAccessAnyLayer()
                .whereLayer("faults").mayNotAccessAnyLayer()
                .whereLayer("memory").mayNotAccessAnyLayer()
                .whereLayer("failures of AWS").mayOnlyAccessLayers("faults")
                .whereLayer("settings").mayOnlyBeAccessedByLayers("command line", "runtime")
                .check(production);
    }

    @ArchTest
    void noTwoPackagesNeedEachOther(JavaClasses production) {
        slices().matching("io.trailbridge.(*)..").should().beFreeOfCycles().check(production);
    }

    @ArchTest
    void sinksAndSourcesDoNotKnowEachOther(JavaClasses production) {
        for (String one : SOURCES_AND_SINKS) {
            String[] others = Arrays.stream(SOURCES_AND_SINKS).filter(other -> !other.equals(one)).toArray(String[]::new);
            noClasses().that().resideInAPackage(one).should().dependOnClassesThat().resideInAnyPackage(others)
                    .check(production);
        }
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
