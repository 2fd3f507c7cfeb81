package io.trailbridge.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.trailbridge.runtime.Catalog;
import java.util.Arrays;

/** Packages depend downwards only. */
@AnalyzeClasses(packages = "io.trailbridge", importOptions = DoNotIncludeTests.class)
class PackagesTest {
    private static final String ROOT = "io.trailbridge.";
    private static final String[] SOURCES_AND_QUEUES = {ROOT + "eventhubs..", ROOT + "flowlogs..", ROOT + "sqs.."};

    @ArchTest
    void layersDependDownwardsOnly(JavaClasses production) {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("entry")
                .definedBy("io.trailbridge")
                .layer("command line")
                .definedBy(ROOT + "cli..")
                .layer("runtime")
                .definedBy(ROOT + "runtime..")
                .layer("sinks")
                .definedBy(ROOT + "sinks..")
                .layer("pipeline and health")
                .definedBy(ROOT + "pipeline..", ROOT + "health..")
                .layer("checkpoint stores")
                .definedBy(ROOT + "checkpoints..")
                .layer("sources and queues")
                .definedBy(SOURCES_AND_QUEUES)
                .layer("batches of Camel")
                .definedBy(ROOT + "batch.camel..")
                .layer("events")
                .definedBy(ROOT + "transform..", ROOT + "envelope..", ROOT + "batch")
                .layer("AWS")
                .definedBy(ROOT + "aws..")
                .layer("credentials of Azure")
                .definedBy(ROOT + "azure..")
                .layer("faults")
                .definedBy(ROOT + "fault..")
                .layer("encodings")
                .definedBy(ROOT + "encoding..")
                .layer("memory")
                .definedBy(ROOT + "memory..")
                .layer("settings")
                .definedBy(ROOT + "settings..")
                .whereLayer("entry")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command line")
                .mayOnlyBeAccessedByLayers("entry")
                .whereLayer("runtime")
                .mayOnlyBeAccessedByLayers("command line")
                .whereLayer("sinks")
                .mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("pipeline and health")
                .mayOnlyBeAccessedByLayers("sinks", "runtime")
                .whereLayer("checkpoint stores")
                .mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("sources and queues")
                .mayOnlyBeAccessedByLayers("checkpoint stores", "pipeline and health", "runtime")
                .whereLayer("batches of Camel")
                .mayOnlyBeAccessedByLayers("sinks", "sources and queues", "pipeline and health", "runtime")
                .whereLayer("credentials of Azure")
                .mayNotAccessAnyLayer()
                .whereLayer("faults")
                .mayNotAccessAnyLayer()
                .whereLayer("encodings")
                .mayNotAccessAnyLayer()
                .whereLayer("memory")
                .mayNotAccessAnyLayer()
                .whereLayer("AWS")
                .mayOnlyAccessLayers("faults")
                .whereLayer("settings")
                .mayOnlyBeAccessedByLayers("command line", "runtime", "sinks")
                .check(production);
    }

    @ArchTest
    void noTwoPackagesNeedEachOther(JavaClasses production) {
        slices().matching("io.trailbridge.(*)..").should().beFreeOfCycles().check(production);
        slices().matching("io.trailbridge.(**)").should().beFreeOfCycles().check(production);
    }

    @ArchTest
    void sourcesAndQueuesDoNotKnowEachOther(JavaClasses production) {
        doNotKnowEachOther(production, SOURCES_AND_QUEUES);
    }

    @ArchTest
    void aSinkKnowsNoOtherSinkAndNoSourceAndOnlyTheCatalogKnowsThemAll(JavaClasses production) {
        String[] sinks = production.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.matches("io\\.trailbridge\\.sinks\\.\\w+"))
                .distinct()
                .toArray(String[]::new);
        assertTrue(sinks.length > 3, Arrays.toString(sinks));
        doNotKnowEachOther(production, sinks);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "sinks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SOURCES_AND_QUEUES)
                .check(production);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "sinks..")
                .and()
                .doNotHaveFullyQualifiedName(Catalog.class.getName())
                .and()
                .haveSimpleNameNotStartingWith("FlowLogs")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(sinks)
                .check(production);
    }

    private static void doNotKnowEachOther(JavaClasses production, String[] packages) {
        for (String one : packages) {
            String[] others =
                    Arrays.stream(packages).filter(other -> !other.equals(one)).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(one)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(production);
        }
    }

    @ArchTest
    void formatsDoNotKnowEachOther(JavaClasses production) {
        String[] formats = {ROOT + "transform.asff..", ROOT + "transform.cloudtrail..", ROOT + "transform.ocsf.."};
        doNotKnowEachOther(production, formats);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "transform")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(formats)
                .check(production);
    }

    @ArchTest
    void theFormatOfFlowLogsAndTheirStorageAreApart(JavaClasses production) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "flowlogs.format")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "flowlogs",
                        ROOT + "flowlogs.storage",
                        "org.apache.camel..",
                        "com.azure..",
                        "software.amazon..")
                .check(production);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "flowlogs.storage")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "flowlogs", ROOT + "flowlogs.format", "org.apache.camel..")
                .check(production);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "flowlogs")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.azure..")
                .check(production);
    }

    @ArchTest
    void theEngineOfBatchesAndTheEnvelopeKnowNoCamel(JavaClasses production) {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "batch", ROOT + "envelope", ROOT + "transform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..")
                .check(production);
    }

    @ArchTest
    void nothingIsNamedAfterNothing(JavaClasses production) {
        classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Manager)$").check(production);
    }
}
