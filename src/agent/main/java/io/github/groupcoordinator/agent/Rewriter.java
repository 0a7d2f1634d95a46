package io.github.groupcoordinator.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The rewriting of classes: of the JDK, what parks, starts, ends and joins threads, and {@code java.util.concurrent};
 * of others, every call that takes time, tells it, or makes a client. What runs tests, logs, or is
 * ours stays as it is.
 */
final class Rewriter implements ClassFileTransformer {
    private static final Logger LOG = System.getLogger(Rewriter.class.getName());

    private static final List<String> OF_THE_JDK =
            List.of("java/util/concurrent/", "java/util/Timer", "java/time/Clock", "java/time/InstantSource");

    private static final List<String> LEFT_ALONE = List.of(
            "java/",
            "jdk/",
            "sun/",
            "javax/",
            "com/sun/",
            "org/junit/",
            "org/opentest4j/",
            "org/apiguardian/",
            "org/apache/maven/",
            "org/gradle/",
            "worker/org/gradle/",
            "com/intellij/",
            "org/eclipse/",
            "org/mockito/",
            "net/bytebuddy/",
            "org/objectweb/asm/",
            "org/slf4j/",
            "ch/qos/logback/",
            "org/apache/logging/",
            "org/apache/log4j/",
            "io/github/groupcoordinator/agent/boot/",
            "io/github/groupcoordinator/agent/asm/",
            "io/github/groupcoordinator/junit5/");

    private static final List<String> SIGNS = List.of(
            "nanoTime",
            "currentTimeMillis",
            "getNanoTimeAdjustment",
            "sleep",
            "yield",
            "onSpinWait",
            "wait",
            "randomUUID",
            "KafkaProducer",
            "AsyncKafkaConsumer",
            "clients/admin/Admin",
            "park");

    private final List<CodeSource> ours;

    /** @param ours where the library's own classes come from */
    Rewriter(List<CodeSource> ours) {
        this.ours = ours;
    }

    /** Returns whether a class is one to look into. */
    boolean concerns(String name, @Nullable ProtectionDomain domain) {
        if (Bodies.concern(name) || startsWith(name, OF_THE_JDK)) {
            return true;
        }
        return !startsWith(name, LEFT_ALONE) && !isOurs(domain);
    }

    /** A class that was made while the JVM runs may have no source. */
    private boolean isOurs(@Nullable ProtectionDomain domain) {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        return source != null && ours.contains(source);
    }

    private static boolean startsWith(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (name == null || !concerns(name, domain) || !hasSigns(name, bytes)) {
            return null;
        }
        try {
            return rewrite(name, bytes, redefined == null);
        } catch (RuntimeException e) {
            // The JVM would swallow it; a class that stays as it is keeps real time.
            LOG.log(Level.WARNING, "The class " + name + " could not be rewritten and lives in real time", e);
            return null;
        }
    }

    private static boolean hasSigns(String name, byte[] bytes) {
        if (Bodies.concern(name) || IdentityHashes.concern(name)) {
            return true;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String sign : SIGNS) {
            if (text.contains(sign)) {
                return true;
            }
        }
        return false;
    }

    private static byte @Nullable [] rewrite(String name, byte[] bytes, boolean isNew) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        boolean[] changed = new boolean[1];
        ClassVisitor target = isNew && IdentityHashes.concern(name) ? new IdentityHashes(writer, changed) : writer;
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, target) {
                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access,
                            String method,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor next = super.visitMethod(access, method, descriptor, signature, exceptions);
                        if (next == null || (access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0) {
                            return next;
                        }
                        return Bodies.concern(name)
                                ? new Bodies(next, name, method + descriptor, changed)
                                : new CallSites(next, name, changed);
                    }
                },
                0);
        return changed[0] ? writer.toByteArray() : null;
    }
}
