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
        ROOT + "eventhubs..", ROOT + "flowlogs..", ROOT + "sqs..", ROOT + "sinks.cloudtrail..",
        ROOT + "sinks.securityhub..", ROOT + "sinks.securitylake..", ROOT + "sinks.cloudwatchlogs.."
    };

    @ArchTest
    void layersDependDownwardsOnly(JavaClasses production) {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("entry").definedBy("io.trailbridge")
                .layer("command line").definedBy(ROOT + "cli..")
                .layer("runtime").definedBy(ROOT + "runtime..")
                .layer("pipeline and health").definedBy(ROOT + "pipeline..", ROOT + "health..")
                .layer("checkpoint stores").definedBy(ROOT + "checkpoints..")
                .layer("sources and sinks").definedBy(SOURCES_AND_SINKS)
                .layer("batches of Camel").definedBy(ROOT + "batch.camel..")
                .layer("events").definedBy(ROOT + "transform..", ROOT + "envelope..", ROOT + "batch")
                .layer("AWS").definedBy(ROOT + "aws..")
                .layer("credentials of Azure").definedBy(ROOT + "azure..")
                .layer("faults").definedBy(ROOT + "fault..")
                .layer("memory").definedBy(ROOT + "memory..")
                .layer("settings").definedBy(ROOT + "settings..")
                .whereLayer("entry").mayNotBeAccessedByAnyLayer()
                .whereLayer("command line").mayOnlyBeAccessedByLayers("entry")
                .whereLayer("runtime").mayOnlyBeAccessedByLayers("command line")
                .whereLayer("pipeline and health").mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("checkpoint stores").mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("sources and sinks").mayOnlyBeAccessedByLayers(
                        "checkpoint stores", "pipeline and health", "runtime")
                .whereLayer("batches of Camel").mayOnlyBeAccessedByLayers(
                        "sources and sinks", "pipeline and health", "runtime")
                .whereLayer("credentials of Azure").mayNotAccessAnyLayer()
                .whereLayer("faults").mayNotAccessAnyLayer()
                .whereLayer("memory").mayNotAccessAnyLayer()
                .whereLayer("AWS").mayOnlyAccessLayers("faults")
                .whereLayer("settings").mayOnlyBeAccessedByLayers("command line", "runtime")
                .check(production);
    }

    @ArchTest
    void noTwoPackagesNeedEachOther(JavaClasses production) {
        slices().matching("io.trailbridge.(*)..").should().beFreeOfCycles().check(production);
        slices().matching("io.trailbridge.(**)").should().beFreeOfCycles().check(production);
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
        String[] formats = {ROOT + "transform.asff..", ROOT + "transform.cloudtrail..", ROOT + "transform.ocsf.."};
        for (String one : formats) {
            String[] others = Arrays.stream(formats).filter(other -> !other.equals(one)).toArray(String[]::new);
            noClasses().that().resideInAPackage(one).should().dependOnClassesThat().resideInAnyPackage(others)
                    .check(production);
        }
        noClasses().that().resideInAPackage(ROOT + "transform").should().dependOnClassesThat()
                .resideInAnyPackage(formats).check(production);
    }

    @ArchTest
    void theFormatOfFlowLogsAndTheirStorageAreApart(JavaClasses production) {
        noClasses().that().resideInAPackage(ROOT + "flowlogs.format").should().dependOnClassesThat()
                .resideInAnyPackage(ROOT + "flowlogs", ROOT + "flowlogs.storage", "org.apache.camel..", "com.azure..",
                        "software.amazon..").check(production);
        noClasses().that().resideInAPackage(ROOT + "flowlogs.storage").should().dependOnClassesThat()
                .resideInAnyPackage(ROOT + "flowlogs", ROOT + "flowlogs.format", "org.apache.camel..").check(production);
        noClasses().that().resideInAPackage(ROOT + "flowlogs").should().dependOnClassesThat()
                .resideInAPackage("com.azure..").check(production);
    }

    @ArchTest
    void theEngineOfBatchesAndTheEnvelopeKnowNoCamel(JavaClasses production) {
        noClasses().that().resideInAnyPackage(ROOT + "batch", ROOT + "envelope", ROOT + "transform..")
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..").check(production);
    }

    @ArchTest
    void nothingIsNamedAfterNothing(JavaClasses production) {
        classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Manager)$").check(production);
    }
}
