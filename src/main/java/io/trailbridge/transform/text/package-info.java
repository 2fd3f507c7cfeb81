/**
 * Reads and cleans single strings: times, links, IP addresses, HTML. No DNS, no locale. Stateless, any thread.
 */
package io.trailbridge.transform.text;
