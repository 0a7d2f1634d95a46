package org.slf4j.impl;

import io.github.groupcoordinator.kraft.SentRequests;
import org.slf4j.ILoggerFactory;
import org.slf4j.spi.LoggerFactoryBinder;

/** The binding by which SLF4J finds the one logger that anybody here listens to. */
public final class StaticLoggerBinder implements LoggerFactoryBinder {
    private static final StaticLoggerBinder SINGLETON = new StaticLoggerBinder();

    private StaticLoggerBinder() {}

    /** Called by SLF4J. */
    public static StaticLoggerBinder getSingleton() {
        return SINGLETON;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return SentRequests::logger;
    }

    @Override
    public String getLoggerFactoryClassStr() {
        return SentRequests.class.getName();
    }
}
