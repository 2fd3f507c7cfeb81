package io.trailbridge.fuzz;

/** What inputs of a kind are given to. Any number of threads call it. */
@FunctionalInterface
interface Target {
    void take(Input input, Trial trial);
}
