package io.trailbridge.transform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of the user's own mapping files, {@code <folder>/<target>/<name>.jslt}. It knows which of them were read,
 * so that one whose name is misspelt does not stay without effect unnoticed.
 */
final class Overrides {
    private static final List<String> TARGETS = List.of("cloudtrail", "ocsf", "asff");
    private static final String SUFFIX = ".jslt";
    private static final int DEPTH = 8;

    private final Path folder;
    private final Set<Path> used = new HashSet<>();

    /** @param folder null when there is none */
    Overrides(Path folder) {
        this.folder = folder;
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("The mapping folder " + folder + " is not there: create it, or "
                    + "leave it unset to use the mappings that come with Trailbridge");
        }
    }

    /** Where the user's file of this name lies, null when there is none. */
    Path path(String file) {
        Path path = folder == null ? null : folder.resolve(file);
        return path != null && Files.isRegularFile(path) ? path : null;
    }

    /** The text of the user's file of this name, null when there is none. */
    String read(String file) throws IOException {
        Path path = path(file);
        if (path == null) {
            return null;
        }
        used.add(path.normalize());
        return Files.readString(path);
    }

    /**
     * To be called when all mappings of the target are read.
     *
     * @param names what its files are called
     * @throws IllegalArgumentException naming a file that was not, or that lies in a folder of no target
     */
    void refuseUnused(String target, Collection<String> names) {
        if (folder == null) {
            return;
        }
        try {
            for (Path file : mappings()) {
                Path place = folder.relativize(file);
                String within = place.getNameCount() < 2 ? null : place.getName(0).toString();
                if (within == null || !TARGETS.contains(within) && !within.equals(target)) {
                    throw new IllegalArgumentException("The mapping " + file + " lies in no folder of a target and "
                            + "is not used: put it into " + folder.resolve("<target>") + ", where the target is "
                            + String.join(", ", TARGETS) + ", or take it away");
                }
                if (within.equals(target) && !used.contains(file.normalize())) {
                    throw new IllegalArgumentException("The mapping " + file + " is that of no kind of event, and no "
                            + "mapping imports it: " + remedy(file, names));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("The mapping folder " + folder + " can not be read: " + e, e);
        }
    }

    private static String remedy(Path file, Collection<String> names) {
        String nearest = nearest(file.getFileName().toString(), names);
        return nearest != null ? "call it " + nearest + " if it is to take the place of that, or take it away"
                : "take it away, or call it as what it is to take the place of: "
                        + String.join(", ", new TreeSet<>(names));
    }

    /** Not those of hidden folders, which version control and Kubernetes' volumes have. */
    private List<Path> mappings() throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Overrides::isMapping).filter(file -> !isHidden(folder.relativize(file))).sorted()
                    .toList();
        }
    }

    private static boolean isMapping(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX) && Files.isRegularFile(file);
    }

    private static boolean isHidden(Path place) {
        for (Path step : place) {
            if (step.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The one that takes the fewest changes of letters, null when none is like the name. */
    static String nearest(String name, Collection<String> names) {
        String nearest = null;
        int fewest = name.length() / 3 + 1;
        for (String candidate : new TreeSet<>(names)) {
            int changes = changes(name.toLowerCase(Locale.ROOT), candidate);
            if (changes < fewest) {
                fewest = changes;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** How many letters must be put in, taken out or replaced to make one name of the other. */
    private static int changes(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int k = 0; k <= other.length(); k++) {
            row[k] = k;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int k = 1; k <= other.length(); k++) {
                int same = one.charAt(i - 1) == other.charAt(k - 1) ? diagonal : diagonal + 1;
                diagonal = row[k];
                row[k] = Math.min(same, Math.min(row[k], row[k - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
