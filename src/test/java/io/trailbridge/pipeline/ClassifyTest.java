package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyTest {
    private static final String ALERT = "{\"type\":\"Microsoft.Security/Locations/alerts\"}";
    private static final String SCORE = "{\"type\":\"Microsoft.Security/secureScores\"}";
    private static final String NOTICE = notice("insights-logs-flowlogflowevent");
    private static final String OTHER_BLOB = notice("pictures");

    @ParameterizedTest
    @CsvSource({
        "NOTICE, flow-log-notice, flow-log-notice",
        "[NOTICE NOTICE], flow-log-notice, flow-log-notice",
        "[NOTICE ALERT], mixed-with-flow-log-notice, mixed",
        "[ALERT NOTICE], mixed-with-flow-log-notice, mixed",
        "[ALERT ALERT {'records':[SCORE NOTICE]}], mixed-with-flow-log-notice, mixed",
        "[NOTICE {'unheard':'of'}], mixed-with-flow-log-notice, mixed",
        "[ALERT SCORE], mixed, mixed",
        "[ALERT OTHER_BLOB], mixed, mixed",
        "[ALERT ALERT], alert, alert",
        "[NOTICE {'value':[]}], flow-log-notice, flow-log-notice",
        "{'value':[]}, empty-page, empty-page",
        "not JSON, unrecognised, unrecognised"
    })
    void aMessageThatHoldsSomethingForTwoTakersSaysSo(String message, String apart, String together) {
        String body = message.replace(' ', ',')
                .replace('\'', '"')
                .replace("OTHER_BLOB", OTHER_BLOB)
                .replace("NOTICE", NOTICE)
                .replace("ALERT", ALERT)
                .replace("SCORE", SCORE);

        assertEquals(apart, kindOf(body, new Classify(true)));
        assertEquals(together, kindOf(body, new Classify(false)));
    }

    private static Object kindOf(String body, Classify classify) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
        classify.process(exchange);
        assertEquals(body, exchange.getMessage().getBody(String.class));
        return exchange.getMessage().getHeader("EventKind");
    }

    private static String notice(String container) {
        return "{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"data\":{\"url\":\"https://a.blob.core.windows.net/"
                + container + "/x\"}}";
    }
}
