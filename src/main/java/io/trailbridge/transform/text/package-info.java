/** Reads and cleans single strings: times, links, IP addresses, HTML. No DNS, no locale. Stateless, thread-safe. */
package io.trailbridge.transform.text;
