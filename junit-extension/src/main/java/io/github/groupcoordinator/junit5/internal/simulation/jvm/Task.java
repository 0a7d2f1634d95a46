package io.github.groupcoordinator.junit5.internal.simulation.jvm;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.TreeMap;

/**
 * The task of a JVM that is started for a part of the runs of a simulation.
 *
 * @param systemProperties those of the JVM that reports
 * @param parameters JUnit's configuration parameters
 * @param test the unique id of the test template
 */
record Task(TreeMap<String, String> systemProperties, LinkedHashMap<String, String> parameters, String test)
        implements Serializable {}
