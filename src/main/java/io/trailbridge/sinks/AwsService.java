package io.trailbridge.sinks;

/**
 * The AWS service that a sink calls.
 *
 * @param title its name in documents, such as {@code Security Hub}
 * @param sdkPackage the last part of the package of its SDK client
 * @param iamPrefix the prefix of its actions in IAM policies
 */
public record AwsService(String title, String sdkPackage, String iamPrefix) {}
