package io.trailbridge.runtime;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** Returns the version in the jar's manifest, or {@code development} when run from compiled classes. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
