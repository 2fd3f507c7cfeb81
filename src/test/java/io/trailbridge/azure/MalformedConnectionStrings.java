package io.trailbridge.azure;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What becomes of a connection string that is copied, pasted and edited without care. */
public final class MalformedConnectionStrings {
    /** So much of a key is part of it and not chance. */
    private static final int PART = 5;

    private MalformedConnectionStrings() {}

    /** Many, none of which may be taken, of one that is right. */
    public static List<String> of(String right, String keyName) {
        Matcher found = Pattern.compile(keyName + "=([^;]*)").matcher(right);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + keyName);
        }
        String key = found.group(1);
        String named = found.group();
        List<String> all = new ArrayList<>(List.of(
                key,
                "=" + key,
                right.replace(named, key),
                right.replace(named, keyName + key),
                right.replace(named, keyName + ":" + key),
                right.replace(named, keyName + " " + key),
                right.replace(named, "\"" + keyName + "\"=" + key),
                right.replace(named, keyName.replace("Key", "Kei") + "=" + key),
                right.replace(named, keyName + "="),
                right.replace(named, keyName + "=  "),
                right.replace(";" + named, ""),
                right.replace(";" + named, named),
                right.replace(named, named + ";" + named),
                right.replace(named, named + ";" + key),
                right.replace(named, keyName + "=" + key.substring(0, 9) + ";" + key.substring(9)),
                right.replace(named, keyName + "=" + key.substring(0, 9) + "\n" + key.substring(9)),
                right.replace(named, keyName + "=" + key.substring(0, 9) + " " + key.substring(9)),
                right.replace(named, keyName + "=" + key.substring(0, 9) + "\u2028" + key.substring(9)),
                "\ufeff" + right,
                "{" + right + "}",
                "'" + right + "'",
                right.replace(";", ","),
                right.replace(";", " "),
                right.replace(';', '\n'),
                right + ";" + right));
        for (int i = 1; i < right.length() - 1; i += 7) {
            all.add(key + right.substring(i));
        }
        return all;
    }

    /** Fails when the text holds a part of the key that {@link #of} made them with. */
    public static void assertHidden(String right, String keyName, String text) {
        Matcher found = Pattern.compile(keyName + "=([^;]*)").matcher(right);
        String key = found.find() ? found.group(1) : right;
        for (int i = 0; i + PART <= key.length(); i++) {
            if (text.contains(key.substring(i, i + PART))) {
                fail("shows a part of the key: " + text);
            }
        }
    }
}
