package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRulesTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void addRules() {
        Properties properties = new Properties();
        properties.setProperty("my.target", "seda:later");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addModelLifecycleStrategy(new RouteRules(context::resolvePropertyPlaceholders));
    }

    @AfterEach
    void close() {
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- wireTap: {uri: 'direct:copy'}",
                "- to: {uri: 'seda:later'}",
                "- to: {uri: '{{my.target}}'}",
                "- toD: {uri: 'seda:${header.x}'}",
                "- aggregate: {correlationExpression: {constant: '1'}, completionSize: 10, aggregationStrategy: '#x', steps: [{to: 'direct:sink'}]}",
                "- filter: {simple: '${body} != null', steps: [{choice: {when: [{simple: '${body} == 1', steps: [{wireTap: {uri: 'direct:copy'}}]}]}}]}"
            })
    void aStepThatEndsAnEventBeforeItsSinkIsRefusedWithTheReason(String step) {
        UnsafeRouteException refused = assertThrows(UnsafeRouteException.class, () -> load("direct:in", step));

        assertTrue(refused.getMessage().matches("mine.camel.yaml:6: route mine, step .*"), refused.getMessage());
        assertTrue(refused.getMessage().contains("before its sink has accepted it"), refused.getMessage());
    }

    @Test
    void anInMemoryQueueAsSourceIsRefused() {
        assertThrows(UnsafeRouteException.class, () -> load("seda:in", "- to: {uri: 'direct:sink'}"));
    }

    @Test
    void stepsOfAnEngineerAreLoaded() {
        assertDoesNotThrow(() -> load("direct:in", """
                - filter: {simple: "${header.EventKind} startsWith 'secure-score'", steps: [{stop: {}}]}
                      - setHeader: {name: a, constant: b}
                      - choice: {when: [{simple: '${body} == 1', steps: [{to: 'direct:one'}]}]}
                      - to: {uri: 'direct:sink'}
                """));
    }

    private void load(String from, String step) throws Exception {
        String yaml = """
                - route:
                    id: mine
                    from:
                      uri: %s
                      steps:
                        %s
                """.formatted(from, step.replace("\n      ", "\n        "));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes("mine.camel.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
