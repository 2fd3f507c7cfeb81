/**
 * Findings for Security Hub (ASFF): the functions of its mappings, and the check of each finding against what the
 * service accepts. Thread-safe.
 */
package io.trailbridge.transform.asff;
