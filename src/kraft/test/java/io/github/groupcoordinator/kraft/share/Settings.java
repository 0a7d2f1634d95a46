package io.github.groupcoordinator.kraft.share;

/** The group's configuration, which a history changes at any time. */
public final class Settings {
    public int lockDurationMs = 30_000;
    public int deliveryCountLimit = 5;
    public int maxRecordLocks = 2_000;
    public boolean renewEnabled = true;
    /** earliest, latest, or a number of seconds. */
    public String reset = "earliest";

    @Override
    public String toString() {
        return lockDurationMs + " ms, limit " + deliveryCountLimit + ", locks " + maxRecordLocks + ", renew "
                + renewEnabled + ", " + reset;
    }
}
