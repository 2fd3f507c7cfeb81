package io.trailbridge.standin.eventhubs;

import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;

/** A link that a client attached to a hub. Used on the loop only. */
interface ClientLink {

    Link link();

    /** The link is over, whoever ended it: gives up what the link holds. May be called again. */
    void ended();

    /** Tells the client why, and ends the link. */
    default void detach(Refusal why) {
        ended();
        if (link().getLocalState() != EndpointState.CLOSED) {
            link().setCondition(why.error());
            link().close();
        }
    }
}
