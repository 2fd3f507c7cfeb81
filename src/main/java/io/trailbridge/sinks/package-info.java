/**
 * What all sinks have in common: the definition that each implements, and what its mapping step is made from. The
 * sub-packages are the sinks, one each; the bridge knows them by the list in {@code runtime.Catalog} alone.
 */
package io.trailbridge.sinks;
