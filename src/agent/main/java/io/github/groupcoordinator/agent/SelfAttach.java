package io.github.groupcoordinator.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The way of an agent that is on the class path into a JVM that runs: another JVM attaches it, for a JVM lets none in
 * itself.
 */
final class SelfAttach {
    static final String WAY_OUT = "Start the JVM of the tests with"
            + " -javaagent:<path of embedded-group-coordinator-agent.jar> (Surefire: argLine; Gradle: jvmArgs); see the"
            + " guide, \"Your application has threads\".";

    private SelfAttach() {}

    /** Attaches the agent to this JVM. */
    static void attach() {
        try {
            Path jar = emptyJar();
            Process helper = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            locationOfThis().toString(),
                            AttachMain.class.getName(),
                            Long.toString(ProcessHandle.current().pid()),
                            jar.toString())
                    .redirectErrorStream(true)
                    .start();
            String told = new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (helper.waitFor() != 0) {
                throw new IllegalStateException("This JVM lets no agent be attached: " + told.strip() + ". " + WAY_OUT);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The agent could not be attached: " + e + ". " + WAY_OUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the agent was attached", e);
        }
    }

    /** Makes a jar that says who the agent is; the agent itself is on the class path. */
    private static Path emptyJar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Agent-Class", ControlAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        Path jar = temporary("agent");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    /** Makes a jar of what the JDK's classes have to see. */
    static Path jarOfHooks() throws IOException {
        Path jar = temporary("hooks");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            // Literals: to name the classes would load them too soon, by the wrong loader.
            String hooks = "io/github/groupcoordinator/agent/boot/Hooks";
            for (String name : new String[] {hooks + ".class", hooks + "$Handler.class"}) {
                try (InputStream in = SelfAttach.class.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException(name + " is not where the agent is");
                    }
                    out.putNextEntry(new JarEntry(name));
                    in.transferTo(out);
                    out.closeEntry();
                }
            }
        }
        return jar;
    }

    private static Path temporary(String what) throws IOException {
        Path jar = Files.createTempFile("embedded-group-coordinator-" + what, ".jar");
        jar.toFile().deleteOnExit();
        return jar;
    }

    private static Path locationOfThis() {
        try {
            return Path.of(SelfAttach.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
