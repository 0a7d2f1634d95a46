package io.github.groupcoordinator.judge.history;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** What a client means to ask; which ids and generations that takes depends on what it was told before. */
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
            return api != ApiKeys.CONSUMER_GROUP_HEARTBEAT && api != ApiKeys.SHARE_GROUP_HEARTBEAT;
        }
    }

    /** Which member id a client gives. */
    enum Id {
        MINE,
        NONE,
        UNKNOWN,
        MY_PREVIOUS,
        ANOTHERS
    }

    /** Which generation a client gives. */
    enum Generation {
        MINE,
        NEXT,
        PREVIOUS,
        NONE
    }
}
