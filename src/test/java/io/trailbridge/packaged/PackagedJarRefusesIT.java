package io.trailbridge.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.LocalClouds;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code java -jar trailbridge.jar} refuses: one line for each thing that is wrong, and exit code 2. */
class PackagedJarRefusesIT {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrongWithTheSettingsIsALineEachAndExitCode2() throws Exception {
        try (TrailbridgeProcess nothing = TrailbridgeProcess.start(
                        Map.of("AWS_REGION", "us-east-1", "TRAILBRIDGE_CLOUDTRAIL_CONSUMERS", "four"));
                TrailbridgeProcess option = TrailbridgeProcess.start(Map.of(), "--route", "x")) {
            assertEquals(2, nothing.exitCode(60), nothing::output);
            assertEquals(
                    List.of(
                            "trailbridge: trailbridge.cloudtrail.consumers ",
                            "trailbridge: trailbridge.azure.credentialsSecret ",
                            "trailbridge: trailbridge.checkpoint.table ",
                            "trailbridge: no sink is on: "),
                    nothing.output()
                            .lines()
                            .map(line ->
                                    line.replaceFirst("(is on: |\\().*", "$1").replace("(", ""))
                            .toList());
            assertEquals(2, option.exitCode(60), option::output);
        }
    }

    @Test
    void aBrokenMappingIsOneLineWithItsPlaceAndExitCode2() throws Exception {
        Path file = Files.createDirectories(folder.resolve("cloudtrail")).resolve("alert.jslt");
        Files.writeString(file, "{\n  \"version\": nope(.)\n}\n");
        try (LocalClouds clouds = LocalClouds.start(1)) {
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_MAPPINGS", folder.toString());
            try (TrailbridgeProcess broken = TrailbridgeProcess.start(environment, "run")) {
                assertEquals(2, broken.exitCode(60), broken::output);
                assertEquals(1, broken.output().lines().count(), broken::output);
                assertTrue(broken.output().startsWith("trailbridge: trailbridge.mappings"), broken::output);
                assertTrue(broken.output().strip().endsWith("'nope' at " + file + ":2:14"), broken::output);
            }
        }
    }

    @Test
    void aKeyThatTheHubRefusesIsOneLineAndExitCode2() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(1)) {
            clouds.secrets()
                    .put(
                            LocalClouds.SECRET,
                            clouds.secret().replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc="));
            try (TrailbridgeProcess refused = TrailbridgeProcess.start(clouds.environment())) {
                assertEquals(2, refused.exitCode(120), refused::output);
                assertEquals(1, refused.output().lines().count(), refused::output);
                assertTrue(
                        refused.output().startsWith("trailbridge: hub localhost/defender $Default cannot be read"),
                        refused::output);
            }
        }
    }

    @Test
    void aPortInUseIsOneLineAndExitCode2() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(1);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:" + taken.getLocalPort());
            try (TrailbridgeProcess process = TrailbridgeProcess.start(environment)) {
                assertEquals(2, process.exitCode(60), process::output);
                assertEquals(1, process.output().lines().count(), process::output);
                assertTrue(process.output().startsWith("trailbridge: trailbridge.http.address"), process::output);
            }
        }
    }

    @Test
    void anEndpointWithoutTlsOnAnotherMachineIsWarnedOf() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(1);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
            environment.put("AWS_ENDPOINT_URL_STS", "http://sts.internal:4566");
            environment.put("TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:" + taken.getLocalPort());
            try (TrailbridgeProcess process = TrailbridgeProcess.start(environment)) {
                assertEquals(2, process.exitCode(60), process::output);
                List<String> warnings = process.output()
                        .lines()
                        .filter(line -> line.contains("plain HTTP"))
                        .toList();
                assertEquals(1, warnings.size(), process::output);
                assertTrue(
                        warnings.get(0).contains("endpoint=\"http://sts.internal:4566\" setting=AWS_ENDPOINT_URL_STS"),
                        process::output);
            }
        }
    }
}
