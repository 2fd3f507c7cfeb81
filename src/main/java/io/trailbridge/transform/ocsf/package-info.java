/**
 * Findings in OCSF: the functions of its mappings, the attributes of each version of the schema, and the check of each
 * finding against them. Thread-safe.
 */
package io.trailbridge.transform.ocsf;
