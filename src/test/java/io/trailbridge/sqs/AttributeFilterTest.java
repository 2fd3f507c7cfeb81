package io.trailbridge.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeFilterTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "EventKind, true",
        "ContentEncoding, true",
        "Team, true",
        "traceparent, true",
        "CamelAwsSqsReceiptHandle, false",
        "camelawssqsreceipthandle, false",
        "CamelHttpUri, false",
        "org.apache.camel.x, false",
        "TrailbridgeEventHubName, false",
        "breadcrumbId, false",
        "ApproximateReceiveCount, false",
        "approximatereceivecount, false",
        "SenderId, false"
    })
    void anAttributeBecomesAHeaderUnlessItIsNamedAsOneThatSteers(String name, boolean header) {
        assertEquals(!header, new AttributeFilter().applyFilterToExternalHeaders(name, "x", null));
    }

    @Test
    void everyQueueIsFilteredUnlessItsRouteNamesAFilterOfItsOwn() {
        HeaderFilterStrategy own = new DefaultHeaderFilterStrategy();
        camel.getRegistry().bind("own", own);
        AttributeFilter.install(camel);
        camel.start();

        assertInstanceOf(AttributeFilter.class, queue("one").getHeaderFilterStrategy());
        assertSame(own, queue("other?headerFilterStrategy=#own").getHeaderFilterStrategy());
    }

    private Sqs2Endpoint queue(String name) {
        return camel.getEndpoint(
                "aws2-sqs:" + name + (name.contains("?") ? "&" : "?")
                        + "region=eu-west-1&useDefaultCredentialsProvider=true"
                        + "&queueUrl=RAW(https://sqs.eu-west-1.amazonaws.com/123456789012/q)",
                Sqs2Endpoint.class);
    }
}
