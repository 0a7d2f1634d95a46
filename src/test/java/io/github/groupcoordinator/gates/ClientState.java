package io.github.groupcoordinator.gates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * State of a library by which one run can differ from another, read from its bytecode: static fields that change, and
 * hash tables whose order does not follow from the values of their keys. A table is left out if the field, the variable
 * or the method's result that it becomes says that its keys are strings, numbers, topic partitions and the like.
 */
final class ClientState {
    private static final Pattern TABLES =
            Pattern.compile("java/util/(HashMap|HashSet|IdentityHashMap|concurrent/ConcurrentHashMap)");

    private static final Pattern BY_VALUE =
            Pattern.compile("String|Integer|Long|Short|Byte|Character|TopicPartition|TopicIdPartition|Uuid|Node");

    private static final Pattern FIRST_TYPE = Pattern.compile("<[+-]?(?:L(?:[^;<]*/)?([^;<]*)[;<]|T([^;]*);)");

    private static final Pattern CHANGES = Pattern.compile("\\[.*|Ljava/util/(concurrent/)?(atomic/Atomic[A-Za-z]*"
            + "|[A-Za-z]*(Map|Set|List|Queue|Deque|Random)|Collection);|Ljava/lang/ThreadLocal;"
            + "|Ljava/security/SecureRandom;");

    private ClientState() {}

    /** Returns what is found in the classes of a jar whose names match, each as one line. */
    static Set<String> in(Path jar, Pattern classes) throws IOException {
        Set<String> found = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (classes.matcher(entry.getName()).matches()) {
                    try (InputStream bytes = file.getInputStream(entry)) {
                        collect(bytes, found);
                    }
                }
            }
        }
        return found;
    }

    /** Adds what is found in one class. */
    static void collect(InputStream bytes, Set<String> found) throws IOException {
        ClassNode type = new ClassNode();
        new ClassReader(bytes).accept(type, 0);
        String name = type.name.replace("org/apache/kafka/", "");
        for (FieldNode field : type.fields) {
            boolean isStatic = (field.access & Opcodes.ACC_STATIC) != 0;
            boolean isFinal = (field.access & Opcodes.ACC_FINAL) != 0;
            if (isStatic
                    && !field.name.startsWith("$")
                    && (!isFinal || CHANGES.matcher(field.desc).matches())) {
                found.add(name + "." + field.name + " static");
            }
        }
        for (MethodNode method : type.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                String table = table(instruction);
                if (table != null
                        && !BY_VALUE.matcher(key(type, method, instruction)).matches()) {
                    // Lambdas are numbered, and another one before would change the number.
                    found.add(name + "." + method.name.replaceAll("\\$\\d+$", "") + " " + table);
                }
            }
        }
    }

    private static String table(AbstractInsnNode instruction) {
        if (!(instruction instanceof MethodInsnNode call)) {
            return null;
        }
        String owner = call.owner.substring(call.owner.lastIndexOf('/') + 1);
        if (call.name.equals("<init>") && TABLES.matcher(call.owner).matches()) {
            return owner;
        }
        boolean collects = call.owner.equals("java/util/stream/Collectors")
                && call.name.matches("to(Unmodifiable)?(Set|Map)|groupingBy");
        // Those of the JDK that cannot be changed are salted: another order in each JVM, whatever the keys.
        boolean salted = call.owner.matches("java/util/(Set|Map)") && call.name.matches("of|copyOf|ofEntries");
        return collects || salted ? owner + "." + call.name : null;
    }

    private static String key(ClassNode type, MethodNode method, AbstractInsnNode made) {
        if (made instanceof MethodInsnNode call && call.owner.matches("java/util/(Set|Map)")) {
            return "salted";
        }
        AbstractInsnNode next = made.getNext();
        while (next != null && (next.getOpcode() < 0 || next.getOpcode() == Opcodes.CHECKCAST)) {
            next = next.getNext();
        }
        String signature = null;
        if (next instanceof FieldInsnNode put) {
            signature = type.fields.stream()
                    .filter(field -> field.name.equals(put.name))
                    .map(field -> field.signature)
                    .findFirst()
                    .orElse(null);
        } else if (next instanceof VarInsnNode store && store.getOpcode() == Opcodes.ASTORE) {
            signature = variable(method, store);
        } else if (next != null && next.getOpcode() == Opcodes.ARETURN && method.signature != null) {
            signature = method.signature.substring(method.signature.indexOf(')') + 1);
        }
        Matcher first = FIRST_TYPE.matcher(signature == null ? "" : signature);
        return first.find() && first.group(1) != null ? first.group(1) : "unknown";
    }

    private static String variable(MethodNode method, VarInsnNode store) {
        int at = method.instructions.indexOf(store);
        for (LocalVariableNode variable : method.localVariables) {
            int start = method.instructions.indexOf(variable.start);
            if (variable.index == store.var && start >= at && start <= at + 2) {
                return variable.signature;
            }
        }
        return null;
    }
}
