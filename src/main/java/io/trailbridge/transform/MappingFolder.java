package io.trailbridge.transform;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds all entries of a folder whose names are those of mapping files, including folders and dangling links with such
 * names. Hidden folders, as version control and Kubernetes volumes create them, are not entered and need not be
 * readable.
 */
final class MappingFolder extends SimpleFileVisitor<Path> {
    static final String SUFFIX = ".jslt";
    private static final int DEPTH = 8;

    private final Path folder;
    private final Set<Path> found = new TreeSet<>();

    private MappingFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws IOException if a folder that is not hidden cannot be read, or links to one that contains it */
    static List<Path> files(Path folder) throws IOException {
        MappingFolder visitor = new MappingFolder(folder);
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, visitor);
        return List.copyOf(visitor.found);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) {
        if (place.equals(folder)) {
            return FileVisitResult.CONTINUE;
        }
        visitFile(place, attributes);
        return isHidden(place) || found.contains(place) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX) && !isHidden(file)) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (file.equals(folder) || !isHidden(file)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }
}
