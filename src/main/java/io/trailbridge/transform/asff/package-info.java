/**
 * Findings for Security Hub (ASFF): the functions of its mappings, and the check of each finding against the service's
 * requirements. Thread-safe.
 */
package io.trailbridge.transform.asff;
