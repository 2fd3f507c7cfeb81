/**
 * The command line: the commands {@code run} and {@code transform}, and their messages and exit codes. It starts {@code
 * runtime} or the mappings. Runs on the main thread.
 */
package io.trailbridge.cli;
