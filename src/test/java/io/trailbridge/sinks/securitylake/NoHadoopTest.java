package io.trailbridge.sinks.securitylake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files are written where no class of Hadoop is, as in the package, and no native Zstandard. */
class NoHadoopTest {
    private static final class WithoutHadoop extends URLClassLoader {
        WithoutHadoop(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.apache.hadoop.") || name.startsWith("com.github.luben.")) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }

    /** The bytes of a file of two flows; called by its name in another class loader. */
    static byte[] file() throws IOException {
        LakeRows rows = new LakeRows("1.3.0", "lake");
        return RowWriterTest.file(
                List.of(rows.row(LakeEvents.flow("s", 1, 1)), rows.row(LakeEvents.flow("s", 2, 2))),
                LakeSchema.of("1.3.0", 4001));
    }

    @Test
    void filesAreWrittenWithoutHadoop() throws Exception {
        try (URLClassLoader loader = new WithoutHadoop(classPath())) {
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass("org.apache.hadoop.conf.Configuration"));
            Method file = loader.loadClass(NoHadoopTest.class.getName()).getDeclaredMethod("file");
            file.setAccessible(true);
            assertEquals(
                    LakeFile.read(file()).rows(),
                    LakeFile.read((byte[]) file.invoke(null)).rows());
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
