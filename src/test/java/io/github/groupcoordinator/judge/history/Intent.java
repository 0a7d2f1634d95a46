package io.github.groupcoordinator.judge.history;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** The intention of a client; which ids and generations it takes depends on what the client was told before. */
interface Intent {

    /** Returns the request in the words of one coordinator. */
    Asked request(Memory memory);

    /** The request, with the groups it is about. */
    record Asked(ApiKeys api, short version, String group, ApiMessage body) {

        /**
         * Classic members are named after the client id, so each request has its own. A consumer that changed its
         * client id would be written down anew with each heartbeat.
         */
        boolean namedByRequest() {
            return api != ApiKeys.CONSUMER_GROUP_HEARTBEAT
                    && api != ApiKeys.SHARE_GROUP_HEARTBEAT
                    && api != ApiKeys.STREAMS_GROUP_HEARTBEAT;
        }
    }

    /** The member id that a client gives. */
    enum Id {
        MINE,
        NONE,
        UNKNOWN,
        MY_PREVIOUS,
        ANOTHERS
    }

    /** The generation that a client gives. */
    enum Generation {
        MINE,
        NEXT,
        PREVIOUS,
        NONE
    }
}
