package io.trailbridge.cli;

import io.trailbridge.aws.AwsNames;
import io.trailbridge.cli.explain.Explanation;
import io.trailbridge.cli.explain.TransformTarget;
import io.trailbridge.fault.OneLine;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Maps events of Defender for Cloud to another format, without cloud access and without settings. Results go to
 * standard output, one per line; messages about single events go to standard error, one line each.
 */
@Command(
        name = "transform",
        description = {
            "Maps events of Defender for Cloud to another format and prints one result a line.",
            "Reads events as they were published, envelopes of the queue, lists of either, and NDJSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every event was mapped",
            "1:some could not be mapped; each is named on standard error",
            "2:wrong command line, an unreadable file or a broken mapping"
        })
final class TransformCommand implements Callable<Integer> {
    /** Shows that no account was given: no AWS account has this number. */
    static final String NO_ACCOUNT = "000000000000";

    private static final int NOT_ALL_MAPPED = 1;

    @Option(names = "--to", required = true, paramLabel = "FORMAT", description = "cloudtrail, ocsf or asff.")
    private TransformTarget.Format format;

    @Option(
            names = "--ocsf-version",
            paramLabel = "VERSION",
            defaultValue = OcsfMapper.VERSION,
            description =
                    OcsfMapper.VERSION + " or " + OcsfMapper.OLDER_VERSION + " (default: " + OcsfMapper.VERSION + ").")
    private String ocsfVersion;

    @Option(
            names = "--account",
            paramLabel = "DIGITS",
            defaultValue = NO_ACCOUNT,
            description = "AWS account that CloudTrail and ASFF name: the owner of the channel, the importer of the"
                    + " findings (default: " + NO_ACCOUNT + ", which is none).")
    private String account;

    @Option(
            names = "--event-source",
            paramLabel = "NAME",
            defaultValue = CloudTrailMapper.EVENT_SOURCE,
            description = "The eventSource that CloudTrail names (default: " + CloudTrailMapper.EVENT_SOURCE + ").")
    private String eventSource;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "us-east-1",
            description = "AWS region that ASFF names (default: us-east-1).")
    private String region;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "Folder whose <format>/<kind>.jslt files replace the mappings of the same name.")
    private Path mappings;

    @Option(
            names = "--enqueued-time",
            paramLabel = "TIME",
            converter = TimeWithZone.class,
            description = "When Event Hubs received the events, for events without a time: 2026-01-31T12:00:00Z.")
    private Instant enqueuedTime;

    @Option(
            names = "--explain",
            description = "Print on standard error the kind and the mapping file of each event, and where each"
                    + " top-level field of its result comes from or why it is absent.")
    private boolean explain;

    @Option(names = "--check", description = "Print only how many events can be mapped, and the reasons of the others.")
    private boolean check;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to read; - is standard input.")
    private List<String> files;

    @Spec
    private CommandSpec spec;

    private final InputStream in;

    TransformCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() {
        checkOptions();
        files.forEach(TransformCommand::checkReadable);
        TransformTarget target = target(account, region, eventSource);
        CommandLine line = spec.commandLine();
        TransformReport report =
                new TransformReport(target, explain ? explanation(target) : null, check, line.getOut(), line.getErr());
        Messages messages = new Messages(enqueuedTime, report);
        for (String file : files) {
            read(file, messages, report);
        }
        report.end();
        return report.complete() ? 0 : NOT_ALL_MAPPED;
    }

    private void checkOptions() {
        if (!AwsNames.isAccount(account)) {
            throw new SettingsException("--account is '" + account + "': give the 12 digits of an AWS account");
        }
        if (!CloudTrailMapper.isEventSource(eventSource)) {
            throw new SettingsException("--event-source is '" + OneLine.joined(eventSource)
                    + "': give 1 to 1024 ASCII characters without blanks");
        }
        if (!AwsNames.isRegion(region)) {
            throw new SettingsException("--region is '" + region + "': give a region of AWS, such as us-east-1");
        }
        if (!Set.of(OcsfMapper.VERSION, OcsfMapper.OLDER_VERSION).contains(ocsfVersion)) {
            throw new SettingsException("--ocsf-version is '" + ocsfVersion + "': give " + OcsfMapper.VERSION + " or "
                    + OcsfMapper.OLDER_VERSION);
        }
    }

    /**
     * Checks that a file can be read. This happens before anything is printed: a wrong name must not leave half a
     * result.
     */
    private static void checkReadable(String file) {
        if (isStandardInput(file)) {
            return;
        }
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            throw new SettingsException(
                    "there is no file " + file + ": correct its name, or give - for standard input");
        }
        if (Files.isDirectory(path) || !Files.isReadable(path)) {
            throw new SettingsException("cannot read " + file + ": give files that may be read");
        }
    }

    private TransformTarget target(String ownAccount, String ownRegion, String ownSource) {
        try {
            return switch (format) {
                case CLOUDTRAIL -> TransformTarget.cloudTrail(ownAccount, ownSource, mappings);
                case OCSF -> TransformTarget.ocsf(ocsfVersion, mappings);
                case ASFF -> TransformTarget.asff(ownAccount, ownRegion, mappings);
            };
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(OneLine.joined(wrong.getMessage()), wrong);
        }
    }

    private Explanation explanation(TransformTarget target) {
        Map<String, TransformTarget> variants = switch (format) {
            case OCSF -> Map.of();
            case CLOUDTRAIL ->
                Map.of(
                        "--account", target("999999999999", region, eventSource),
                        "--event-source", target(account, region, eventSource.equals("other") ? "another" : "other"));
            case ASFF ->
                Map.of(
                        "--account", target("999999999999", region, eventSource),
                        "--region", target(account, "eu-south-9", eventSource));
        };
        return new Explanation(target, variants, mappings);
    }

    private void read(String file, Messages messages, TransformReport report) {
        report.startInput(file);
        try {
            if (!(isStandardInput(file) ? messages.read(in) : readFile(file, messages))) {
                report.empty();
            }
        } catch (IOException broken) {
            report.end();
            throw new SettingsException("stopped at " + file + ": " + OneLine.joined(broken.toString()), broken);
        }
    }

    private static boolean readFile(String file, Messages messages) throws IOException {
        try (InputStream stream = Files.newInputStream(Path.of(file))) {
            return messages.read(stream);
        }
    }

    private static boolean isStandardInput(String file) {
        return file.equals("-");
    }

    /** Parses a time with its zone; without a zone the time would be a guess. */
    static final class TimeWithZone implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException wrong) {
                throw new TypeConversionException(
                        "'" + text + "' is not a time with its zone, such as 2026-01-31T12:00:00Z");
            }
        }
    }
}
