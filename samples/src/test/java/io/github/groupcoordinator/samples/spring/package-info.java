/** Tests of a Spring Boot application: the cluster is a bean of their contexts. */
package io.github.groupcoordinator.samples.spring;
