package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.settings.Setting;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.standin.sinks.SinkFixture;
import io.trailbridge.standin.sinks.SinkFixtures;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sink has one spelling, and what its definition holds is known. */
class CatalogTest {
    static List<SinkDefinition> sinks() {
        return Catalog.SINKS;
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void theIdIsTheNameOfThePackageTheSettingsAndTheClass(SinkDefinition sink) {
        String name = sink.id().replace("-", "");

        if (sink.takesEvents()) {
            assertEquals("io.trailbridge.sinks." + name, sink.getClass().getPackageName());
        }
        assertEquals(name + "sink", sink.getClass().getSimpleName().toLowerCase());
        sink.settings()
                .forEach(setting ->
                        assertTrue(setting.property().startsWith("trailbridge." + name + "."), setting.property()));
        assertEquals("trailbridge." + name + ".enabled", sink.enabledProperty());
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void everySettingOfTheDefinitionIsKnown(SinkDefinition sink) throws IllegalAccessException {
        List<Setting> defined = new ArrayList<>();
        for (Field field : sink.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                field.setAccessible(true);
                defined.add((Setting) field.get(null));
            }
        }

        assertEquals(defined, sink.settings());
        assertTrue(sink.settings().containsAll(List.of(sink.queue(), sink.deadLetters())));
    }

    @Test
    void noTwoSettingsShareAName() {
        List<String> names = Catalog.settings().stream().map(Setting::property).toList();
        List<String> environment =
                Catalog.settings().stream().map(Setting::environment).toList();

        assertEquals(names.stream().distinct().toList(), names);
        assertEquals(environment.stream().distinct().toList(), environment);
    }

    @Test
    void everySinkOfEventsHasAStandIn() throws IOException {
        List<SinkFixture> fixtures = SinkFixtures.start();
        fixtures.forEach(SinkFixture::close);

        assertEquals(
                Catalog.SINKS.stream()
                        .filter(SinkDefinition::takesEvents)
                        .map(SinkDefinition::id)
                        .toList(),
                fixtures.stream().map(fixture -> fixture.definition().id()).toList());
    }
}
