package io.github.groupcoordinator.agent;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The shape of an {@code AdminClient} around an {@code Admin}: {@code AdminClient.create} casts what it makes to the
 * class. It is written when it is needed, since each version of kafka-clients has other methods.
 */
final class AdminFacade {
    private static final String NAME = "io/github/groupcoordinator/agent/FacadeOfAdmin";
    private static final String PARENT = Type.getInternalName(AdminClient.class);
    private static final String DELEGATE = Type.getDescriptor(Admin.class);
    private static final Constructor<? extends AdminClient> FACADE = define();

    private AdminFacade() {}

    static AdminClient of(Admin delegate) {
        try {
            return FACADE.newInstance(delegate);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Constructor<? extends AdminClient> define() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, NAME, null, PARENT, null);
        writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "delegate", DELEGATE, null, null)
                .visitEnd();
        writeConstructor(writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "(" + DELEGATE + ")V", null, null));
        for (Method method : Admin.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                writeCall(
                        writer.visitMethod(
                                Opcodes.ACC_PUBLIC, method.getName(), Type.getMethodDescriptor(method), null, null),
                        method);
            }
        }
        writer.visitEnd();
        try {
            return MethodHandles.lookup()
                    .defineClass(writer.toByteArray())
                    .asSubclass(AdminClient.class)
                    .getConstructor(Admin.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeConstructor(MethodVisitor code) {
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, PARENT, "<init>", "()V", false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitFieldInsn(Opcodes.PUTFIELD, NAME, "delegate", DELEGATE);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void writeCall(MethodVisitor code, Method method) {
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, NAME, "delegate", DELEGATE);
        int local = 1;
        for (Type parameter : Type.getArgumentTypes(method)) {
            code.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
            local += parameter.getSize();
        }
        code.visitMethodInsn(
                Opcodes.INVOKEINTERFACE,
                Type.getInternalName(method.getDeclaringClass()),
                method.getName(),
                Type.getMethodDescriptor(method),
                true);
        code.visitInsn(Type.getReturnType(method).getOpcode(Opcodes.IRETURN));
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
