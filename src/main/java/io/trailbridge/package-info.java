/**
 * The entry point: {@code java -jar trailbridge.jar}. It hands the command line to {@code cli}. Nothing here is an API
 * for other programs.
 */
package io.trailbridge;
