package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A bridge under steady load, and one fault after the other: each is named by its code in the log and in health. */
@Timeout(120)
@Tag("slow")
class FaultsAreNamedTest {
    /** Ten seconds are promised, and asked for where nothing else runs; the rest is for machines that do more than this. */
    private static final Duration SOON = Duration.ofSeconds(Integer.getInteger("named.within", 30));

    private static PipelineFixture pipeline;
    private LogLines log;

    @BeforeAll
    static void start() throws Exception {
        // What the retries absorb must not take health down, however slow this machine is.
        pipeline = PipelineFixture.start(Map.of("TRAILBRIDGE_HEALTH_FAILING_LIMIT", "60s"));
        pipeline.awaitDelivered(pipeline.publish(20));
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @BeforeEach
    void listen() {
        log = LogLines.of(Faults.class);
    }

    @AfterEach
    void recover() {
        log.close();
        recoverClouds();
    }

    private static void recoverClouds() {
        pipeline.clouds().sqsFaults().faults().clear();
        pipeline.clouds().cloudTrail().faults().clear();
    }

    static List<Arguments> faults() {
        // A code that was logged less than 30 s ago is not logged again: equal codes are not adjacent.
        return List.of(
                fault(
                        "CloudTrail throttles every third call",
                        FaultCode.THROTTLED,
                        "cloudtrail-channel:",
                        clouds -> clouds.cloudTrail().faults().failEvery(3, Failure.THROTTLING)),
                fault(
                        "CloudTrail fails every call",
                        FaultCode.SERVICE_FAILING,
                        "cloudtrail-channel:",
                        clouds -> clouds.cloudTrail().faults().fail(Failure.INTERNAL_ERROR)),
                fault(
                        "SQS refuses one entry in 37",
                        FaultCode.SERVICE_FAILING,
                        "sqs-batch:",
                        clouds -> clouds.sqsFaults().faults().failEntries(37, EntryFailure.SQS_INTERNAL_ERROR)),
                fault(
                        "SQS does not answer",
                        FaultCode.CALL_HANGS,
                        "sqs-batch:",
                        clouds -> clouds.sqsFaults()
                                .faults()
                                .on("SendMessageBatch")
                                .hang()),
                fault(
                        "CloudTrail throttles every call",
                        FaultCode.THROTTLED,
                        "cloudtrail-channel:",
                        clouds -> clouds.cloudTrail().faults().fail(Failure.THROTTLING)),
                fault(
                        "CloudTrail fails one entry in seven",
                        FaultCode.SERVICE_FAILING,
                        "cloudtrail-channel:",
                        clouds -> clouds.cloudTrail().faults().failEntries(7, EntryFailure.INTERNAL_FAILURE)),
                fault(
                        "CloudTrail does not answer",
                        FaultCode.CALL_HANGS,
                        "cloudtrail-channel:",
                        clouds -> clouds.cloudTrail().faults().hang()));
    }

    private static Arguments fault(String name, FaultCode code, String at, Consumer<LocalClouds> begin) {
        return Arguments.of(name, code, at, begin);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultIsNamedInLogAndHealthAndIsOverWhenItIsOver(
            String name, FaultCode code, String at, Consumer<LocalClouds> begin) {
        Set<String> uids = pipeline.publish(5);
        begin.accept(pipeline.clouds());
        long begun = System.nanoTime();

        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
            uids.addAll(pipeline.publish(20));
            return isShown(code, at)
                    && log.lines().stream()
                            .anyMatch(line -> line.startsWith("fault code=" + code.id() + " at=\"" + at));
        });

        LoggerFactory.getLogger(FaultsAreNamedTest.class)
                .info(
                        "{}: {} after {} s",
                        name,
                        code.id(),
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        assertEquals("", pipeline.problems());
        recoverClouds();
        pipeline.awaitDelivered(uids);
        await().atMost(Duration.ofSeconds(30)).until(() -> !isShown(code, at));
        assertTrue(
                log.lines().stream().anyMatch(line -> line.startsWith("fault over") && line.contains(at)),
                log.lines()::toString);
    }

    private static boolean isShown(FaultCode code, String at) {
        return HealthCheckHelper.invoke(pipeline.bridge().context()).stream()
                .flatMap(result -> result.getDetails().keySet().stream())
                .anyMatch(key -> key.startsWith(code.id() + " at " + at));
    }
}
