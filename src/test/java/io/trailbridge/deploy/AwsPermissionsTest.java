package io.trailbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.trailbridge.runtime.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/** docs/configuration.md names the permissions of the calls in the code, on what they are needed: no fewer and no more. */
@Tag("slow")
class AwsPermissionsTest {
    private static final String QUEUE = "each queue";
    private static final String DEAD_LETTERS = "each dead-letter queue";

    /**
     * What is called and IAM's prefix, by package of the SDK's client, without those of the sinks; queues are
     * distinguished by the caller.
     */
    private static final Map<String, List<String>> SERVICES = Map.of(
            "secretsmanager", List.of("the secrets", "secretsmanager"),
            "dynamodb", List.of("the table", "dynamodb"),
            "sqs", List.of(QUEUE, "sqs"));

    /** What calls SQS, a class or one call of a class, and on which queues. */
    private static final Map<String, Set<String>> QUEUES_OF_CALLERS = Map.of(
            "Sinks", Set.of(QUEUE, DEAD_LETTERS),
            "SendMessageBatchCall", Set.of(QUEUE, DEAD_LETTERS),
            "DeadLetterWatch", Set.of(DEAD_LETTERS),
            "DeadLetterQueues.GetQueueUrl", Set.of(DEAD_LETTERS),
            "DeadLetterQueues.GetQueueAttributes", Set.of(QUEUE),
            "ConsumerClient", Set.of(QUEUE),
            "ConsumedQueue", Set.of(QUEUE),
            "Receives", Set.of(QUEUE),
            "ReceiptCalls", Set.of(QUEUE),
            "Drain", Set.of(QUEUE));

    /** Calls that IAM knows by other names; each other call is an action of the same name. */
    private static final Map<String, List<String>> ACTIONS = Map.of(
            "SendMessageBatch", List.of("SendMessage"),
            "DeleteMessageBatch", List.of("DeleteMessage"),
            "ChangeMessageVisibilityBatch", List.of("ChangeMessageVisibility"),
            "CreateMultipartUpload", List.of("PutObject"),
            "UploadPart", List.of("PutObject"),
            "CompleteMultipartUpload", List.of("PutObject"),
            "CreateLogGroup", List.of("CreateLogGroup", "TagResource"));

    /** Methods of clients that call nothing; a waiter of the table calls DescribeTable, as the code does too. */
    private static final Set<String> NO_CALLS = Set.of("builder", "close", "serviceClientConfiguration", "waiter");

    private static final Pattern ACTION_LIST =
            Pattern.compile("`(?:([a-z0-9-]+):)?([A-Z][A-Za-z]+(?:, [A-Z][A-Za-z]+)*)`");

    @Test
    void readmeNamesThePermissionsOfEachCallInTheCode() throws IOException {
        assertEquals(lines(ofCode()), lines(ofDocument()));
    }

    private static Map<String, Set<String>> ofCode() {
        JavaClasses production = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.trailbridge");
        Map<String, Set<String>> needed = new TreeMap<>();
        production.stream()
                .flatMap(caller -> Stream.<JavaAccess<?>>concat(
                        caller.getMethodCallsFromSelf().stream(), caller.getMethodReferencesFromSelf().stream()))
                .filter(call -> !operation(call).isEmpty())
                .forEach(call -> add(needed, call));
        return needed;
    }

    /** The operation that is called, or whose request is made for Camel to send; empty for other calls. */
    private static String operation(JavaAccess<?> call) {
        String method = call.getTarget().getName();
        if (call.getTargetOwner().isAssignableTo(SdkRequest.class)) {
            return method.equals("builder")
                    ? call.getTargetOwner().getSimpleName().replaceFirst("Request$", "")
                    : "";
        }
        return !call.getTargetOwner().isAssignableTo(SdkClient.class) || NO_CALLS.contains(method)
                ? ""
                : Character.toUpperCase(method.charAt(0)) + method.substring(1).replaceFirst("Paginator$", "");
    }

    private static void add(Map<String, Set<String>> needed, JavaAccess<?> call) {
        String service = call.getTargetOwner().getPackageName().split("\\.")[4]; // software.amazon.awssdk.services.it
        List<String> known = SERVICES.getOrDefault(service, ofSink(service));
        if (known == null) {
            throw new AssertionError(call.getDescription() + ": say what calls of " + service + " are on");
        }
        String operation = operation(call);
        Set<String> on = service.equals("sqs") ? queues(call) : Set.of(known.get(0));
        for (String action : ACTIONS.getOrDefault(operation, List.of(operation))) {
            on.forEach(thing ->
                    needed.computeIfAbsent(thing, any -> new TreeSet<>()).add(known.get(1) + ":" + action));
        }
    }

    private static List<String> ofSink(String sdkPackage) {
        return Catalog.SINKS.stream()
                .flatMap(sink -> sink.service().stream())
                .filter(service -> service.sdkPackage().equals(sdkPackage))
                .findFirst()
                .map(service -> List.of(service.title(), service.iamPrefix()))
                .orElse(null);
    }

    private static Set<String> queues(JavaAccess<?> call) {
        String caller = call.getOriginOwner().getSimpleName();
        Set<String> queues =
                QUEUES_OF_CALLERS.getOrDefault(caller + "." + operation(call), QUEUES_OF_CALLERS.get(caller));
        if (queues == null) {
            throw new AssertionError(call.getDescription() + ": say which queues it is called on");
        }
        return queues;
    }

    /** Rows that name actions; a list without a prefix has that of the list before it. KMS is called by S3. */
    private static Map<String, Set<String>> ofDocument() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            String row = line.startsWith("| ") ? line.substring(2, line.indexOf(" |")) : "";
            String prefix = null;
            Matcher list = ACTION_LIST.matcher(row.isEmpty() ? "" : line);
            while (list.find()) {
                prefix = list.group(1) == null ? prefix : list.group(1);
                if (prefix != null && !prefix.equals("kms")) {
                    Set<String> actions = named.computeIfAbsent(row, any -> new TreeSet<>());
                    for (String action : list.group(2).split(", ")) {
                        actions.add(prefix + ":" + action);
                    }
                }
            }
        }
        return named;
    }

    /** A line for each, so that a difference is easy to see. */
    private static String lines(Map<String, Set<String>> permissions) {
        return permissions.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
