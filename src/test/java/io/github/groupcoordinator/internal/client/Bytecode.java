package io.github.groupcoordinator.internal.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The methods of Kafka's own classes, as far as their bytecode names what they do. */
final class Bytecode {
    private Bytecode() {}

    /** Returns the names of what a method calls, reads and creates, in order. */
    static List<String> calls(Path jar, String type, String method, String descriptor) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream bytes = file.getInputStream(file.getEntry(type))) {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG);
            for (MethodNode candidate : node.methods) {
                if (candidate.name.equals(method) && candidate.desc.equals(descriptor)) {
                    return names(candidate);
                }
            }
        }
        throw new IllegalStateException(type + " has no " + method);
    }

    private static List<String> names(MethodNode method) {
        List<String> names = new ArrayList<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof MethodInsnNode call) {
                names.add(call.name);
            } else if (instruction instanceof FieldInsnNode access) {
                names.add(access.name);
            } else if (instruction instanceof TypeInsnNode use) {
                names.add(use.desc);
            }
        }
        return names;
    }
}
