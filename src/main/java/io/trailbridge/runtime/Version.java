package io.trailbridge.runtime;

/** The version that this build calls itself. */
public final class Version {
    private Version() {}

    /** The version in the jar's manifest, or {@code development} when run from compiled classes. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
