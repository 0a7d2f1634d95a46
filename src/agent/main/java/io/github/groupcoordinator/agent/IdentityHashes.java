package io.github.groupcoordinator.agent;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The hash codes of tasks of Kafka Streams, which keeps them in sets and iterates over those: the JVM's own differ from
 * run to run. A task has its id's, which is a value; that two tasks are equal still means that they are the same.
 */
final class IdentityHashes extends ClassVisitor {
    private static final String TASK = "org/apache/kafka/streams/processor/internals/AbstractTask";
    private static final String ID = "org/apache/kafka/streams/processor/TaskId";

    private final boolean[] changed;
    private boolean hasOne;
    private boolean hasId;

    IdentityHashes(ClassVisitor next, boolean[] changed) {
        super(Opcodes.ASM9, next);
        this.changed = changed;
    }

    static boolean concern(String name) {
        return name.equals(TASK);
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        hasId |= name.equals("id") && descriptor.equals("L" + ID + ";");
        return super.visitField(access, name, descriptor, signature, value);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        hasOne |= name.equals("hashCode") && descriptor.equals("()I");
        return super.visitMethod(access, name, descriptor, signature, exceptions);
    }

    @Override
    public void visitEnd() {
        if (hasId && !hasOne) {
            MethodVisitor method = super.visitMethod(Opcodes.ACC_PUBLIC, "hashCode", "()I", null, null);
            if (method != null) {
                write(method);
                changed[0] = true;
            }
        }
        super.visitEnd();
    }

    private static void write(MethodVisitor method) {
        method.visitCode();
        Label begin = new Label();
        method.visitLabel(begin);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitFieldInsn(Opcodes.GETFIELD, TASK, "id", "L" + ID + ";");
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ID, "hashCode", "()I", false);
        method.visitInsn(Opcodes.IRETURN);
        method.visitMaxs(1, 1);
        method.visitEnd();
    }
}
