package io.github.groupcoordinator.gates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes and members of a library that our bytecode names, and those of them that given jars do not have. */
final class Linkage {
    /**
     * The names that our classes use, and where: {@code owner} or {@code owner#name:descriptor} to the classes that
     * name it.
     */
    private final Map<String, TreeSet<String>> references = new TreeMap<>();

    private final String library;

    private Linkage(String library) {
        this.library = library;
    }

    /** Reads our classes; the library is given by the start of its classes' names, as {@code org/apache/kafka/}. */
    static Linkage of(Path classes, String library) throws IOException {
        Linkage linkage = new Linkage(library);
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                linkage.read(Files.readAllBytes(file));
            }
        }
        return linkage;
    }

    private void read(byte[] bytecode) {
        ClassReader reader = new ClassReader(bytecode);
        String here = reader.getClassName();
        ClassNode node = new ClassNode();
        // The remapper sees every type that the class names, in whatever corner of the file.
        reader.accept(new ClassRemapper(node, new TypeCollector(here)), 0);
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                member(instruction, here);
            }
        }
    }

    private void member(AbstractInsnNode instruction, String here) {
        if (instruction instanceof MethodInsnNode call) {
            add(call.owner, call.name, call.desc, here);
        } else if (instruction instanceof FieldInsnNode access) {
            add(access.owner, access.name, access.desc, here);
        } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            for (Object argument : dynamic.bsmArgs) {
                if (argument instanceof org.objectweb.asm.Handle handle) {
                    add(handle.getOwner(), handle.getName(), handle.getDesc(), here);
                }
            }
        }
    }

    private void add(String owner, String name, String descriptor, String here) {
        if (owner.startsWith(library)) {
            keep(owner + "#" + name + ":" + descriptor, here);
        }
    }

    List<String> references() {
        return List.copyOf(references.keySet());
    }

    private void keep(String reference, String here) {
        references.computeIfAbsent(reference, key -> new TreeSet<>()).add(here);
    }

    /**
     * Returns what the jars lack as {@code our/Class names their/Class#member:descriptor}, one line for each of ours.
     */
    List<String> missingIn(Path... jars) throws IOException {
        List<String> missing = new ArrayList<>();
        try (Provided provided = new Provided(jars)) {
            for (Map.Entry<String, TreeSet<String>> reference : references.entrySet()) {
                if (!provided.has(reference.getKey())) {
                    reference.getValue().forEach(ours -> missing.add(ours + " names " + reference.getKey()));
                }
            }
        }
        return missing;
    }

    private final class TypeCollector extends Remapper {
        private final String here;

        TypeCollector(String here) {
            super(Opcodes.ASM9);
            this.here = here;
        }

        @Override
        public String map(String type) {
            if (type.startsWith(library)) {
                keep(type, here);
            }
            return type;
        }
    }

    /** The classes of the jars, read on demand. */
    private static final class Provided implements AutoCloseable {
        private final List<JarFile> jars = new ArrayList<>();
        private final Map<String, TreeSet<String>> membersByClass = new LinkedHashMap<>();
        private final Map<String, List<String>> parentsByClass = new LinkedHashMap<>();

        Provided(Path... paths) throws IOException {
            for (Path path : paths) {
                jars.add(new JarFile(path.toFile()));
            }
        }

        boolean has(String reference) throws IOException {
            int split = reference.indexOf('#');
            return split < 0
                    ? load(reference) != null
                    : hasMember(reference.substring(0, split), reference.substring(split + 1));
        }

        private boolean hasMember(String owner, String member) throws IOException {
            TreeSet<String> members = load(owner);
            if (members == null) {
                return false;
            }
            if (members.contains(member)) {
                return true;
            }
            for (String parent : parentsByClass.getOrDefault(owner, List.of())) {
                boolean inherited = parent.startsWith("java/") ? isOfTheJdk(parent, member) : hasMember(parent, member);
                if (inherited) {
                    return true;
                }
            }
            return false;
        }

        private @Nullable TreeSet<String> load(String name) throws IOException {
            for (JarFile jar : jars) {
                if (!membersByClass.containsKey(name) && jar.getEntry(name + ".class") != null) {
                    try (InputStream in = jar.getInputStream(jar.getEntry(name + ".class"))) {
                        keep(name, in);
                    }
                }
            }
            return membersByClass.get(name);
        }

        private void keep(String name, InputStream bytecode) throws IOException {
            TreeSet<String> members = new TreeSet<>();
            membersByClass.put(name, members);
            parentsByClass.put(name, collect(bytecode, members));
        }

        private static boolean isOfTheJdk(String type, String member) throws IOException {
            try (InputStream in = ClassLoader.getSystemResourceAsStream(type + ".class")) {
                TreeSet<String> members = new TreeSet<>();
                List<String> parents = collect(in, members);
                if (members.contains(member)) {
                    return true;
                }
                for (String parent : parents) {
                    if (isOfTheJdk(parent, member)) {
                        return true;
                    }
                }
                return false;
            }
        }

        private static List<String> collect(InputStream bytecode, TreeSet<String> members) throws IOException {
            ClassNode node = new ClassNode();
            new ClassReader(bytecode).accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            for (MethodNode method : node.methods) {
                members.add(method.name + ":" + method.desc);
            }
            for (FieldNode field : node.fields) {
                members.add(field.name + ":" + field.desc);
            }
            List<String> parents = new ArrayList<>(node.interfaces);
            if (node.superName != null) {
                parents.add(node.superName);
            }
            return parents;
        }

        @Override
        public void close() throws IOException {
            for (JarFile jar : jars) {
                jar.close();
            }
        }
    }
}
