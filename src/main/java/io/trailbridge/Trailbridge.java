package io.trailbridge;

/** The entry point. */
public final class Trailbridge {
    private Trailbridge() {}

    public static void main(String[] args) {}
}
