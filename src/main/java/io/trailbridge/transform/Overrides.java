package io.trailbridge.transform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of the user's own mapping files, {@code <folder>/<target>/<name>.jslt}. It tracks which of them were read,
 * so that a misspelled file name does not silently have no effect.
 */
final class Overrides {
    private static final List<String> TARGETS = List.of("cloudtrail", "ocsf", "asff");
    private static final String SUFFIX = MappingFolder.SUFFIX;
    private static final Pattern IMPORT = Pattern.compile("\\bimport\\s+\"([^\"\n]+)\"");

    private final Path folder;
    private final Set<Path> used = new HashSet<>();

    /** @param folder null if there is none */
    Overrides(Path folder) {
        this.folder = folder;
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("The mapping folder " + folder + " is not there: create it, or "
                    + "leave it unset to use the mappings that come with Trailbridge");
        }
    }

    /** Returns the path of the user's file of this name, null if there is none. */
    Path path(String file) {
        Path path = folder == null ? null : folder.resolve(file);
        return path != null && Files.isRegularFile(path) ? path : null;
    }

    /** Returns the content of the user's file of this name, null if there is none. */
    String read(String file) throws IOException {
        Path path = path(file);
        if (path == null) {
            return null;
        }
        used.add(path.normalize());
        return Files.readString(path);
    }

    /**
     * Checks that every file of the user is used. To be called after all mappings of the target were read.
     *
     * @param names the file names that the target has
     * @throws IllegalArgumentException naming a file that was not read, that cannot be read, or that is named like a
     *     mapping but lies outside the folders of the targets; a folder of modules that targets share may lie beside
     *     theirs
     */
    void refuseUnused(String target, Collection<String> names) {
        if (folder == null) {
            return;
        }
        try {
            List<Path> files = MappingFolder.files(folder);
            for (Path file : files) {
                Path place = folder.relativize(file);
                String within = place.getNameCount() < 2 ? "" : place.getName(0).toString();
                if (used.contains(file.normalize()) || !within.equals(target) && TARGETS.contains(within)) {
                    continue;
                }
                if (within.equals(target)) {
                    throw unused(file, names);
                }
                if ((nearest(within, TARGETS) != null || isNamedLikeOne(file, names)) && !isShared(file, files)) {
                    throw new IllegalArgumentException("The mapping " + file + " lies in no folder of a target and "
                            + "is not used: put it into " + folder.resolve("<target>") + ", where the target is "
                            + String.join(", ", TARGETS) + ", or take it away");
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The mapping folder " + folder + " cannot be read: " + e, e);
        }
    }

    private static IllegalArgumentException unused(Path file, Collection<String> names) {
        return new IllegalArgumentException(
                Files.isRegularFile(file)
                        ? "The mapping " + file + " is that of no kind of event, and no mapping imports it: "
                                + remedy(file, names)
                        : "The mapping " + file
                                + " is no file, or a link to none, and is not used: put a file in its place, "
                                + "or take it away");
    }

    private static boolean isNamedLikeOne(Path file, Collection<String> names) {
        List<String> bare = names.stream().map(Overrides::bare).toList();
        return nearest(bare(file.getFileName().toString()), bare) != null;
    }

    private static String bare(String name) {
        return !name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                ? name
                : name.substring(0, name.length() - SUFFIX.length());
    }

    /** Returns whether a mapping of any target imports the file. */
    private boolean isShared(Path file, List<Path> files) throws IOException {
        for (Path importer : files) {
            Matcher imports = IMPORT.matcher(Files.isRegularFile(importer) ? Files.readString(importer) : "");
            while (imports.find()) {
                for (String target : TARGETS) {
                    if (folder.resolve(target + "/" + imports.group(1))
                            .normalize()
                            .equals(file.normalize())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static String remedy(Path file, Collection<String> names) {
        String nearest = nearest(file.getFileName().toString(), names);
        return nearest != null
                ? "rename it to " + nearest + " if it is to replace that one, or remove it"
                : "remove it, or give it the name of the mapping that it is to replace: "
                        + String.join(", ", new TreeSet<>(names));
    }

    /** Returns the candidate with the smallest edit distance, null if none is similar to the name. */
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

    /**
     * Returns the edit distance: how many letters must be inserted, removed or replaced to turn one name into the
     * other.
     */
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
