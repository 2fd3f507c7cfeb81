package io.trailbridge.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.asff.AsffMapper;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * A format that events are mapped to. Its mappers are thread-safe.
 *
 * @param name its name with its version, {@code ocsf-1.3.0}
 * @param folder the folder of its mappings, {@code ocsf}
 * @param mapper returns one result for each event of a message
 */
public record TransformTarget(String name, String folder, BiFunction<JsonNode, EventOrigin, List<MappedEvent>> mapper) {

    /** The formats, by their names on the command line. */
    public enum Format {
        CLOUDTRAIL,
        OCSF,
        ASFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException when account or event source are invalid, or a mapping cannot be compiled */
    public static TransformTarget cloudTrail(String account, String eventSource, Path overrides) {
        return new TransformTarget(
                "cloudtrail", "cloudtrail", new CloudTrailMapper(account, eventSource, overrides)::toCloudTrail);
    }

    /** @throws IllegalArgumentException when the version is unknown, or a mapping cannot be compiled */
    public static TransformTarget ocsf(String version, Path overrides) {
        String name = version.equals(OcsfMapper.VERSION) ? "ocsf" : "ocsf-" + version;
        return new TransformTarget(name, "ocsf", new OcsfMapper(version, true, overrides)::toOcsf);
    }

    /** @throws IllegalArgumentException when account or region are invalid, or a mapping cannot be compiled */
    public static TransformTarget asff(String account, String region, Path overrides) {
        String partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
        return new TransformTarget("asff", "asff", new AsffMapper(account, region, partition, overrides)::toAsff);
    }
}
