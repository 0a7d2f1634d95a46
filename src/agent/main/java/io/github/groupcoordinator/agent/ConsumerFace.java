package io.github.groupcoordinator.agent;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class of what Kafka Streams holds in the place of its consumer: a subclass of Kafka's, since Streams names that,
 * whose every public method goes to a guard. It is made of what the Kafka present has, so that no method is forgotten.
 */
final class ConsumerFace {
    private static final String PACKAGE = "io/github/groupcoordinator/agent/";
    private static final String OWN = PACKAGE + "ConsumerFace";
    private static final String NAME = PACKAGE + "StreamsMainConsumer";
    private static final String HANDLER = "Ljava/lang/reflect/InvocationHandler;";
    private static final String GUARD = "guard";

    /** The methods by the numbers that they have in the class. */
    private static final List<Method> METHODS = methods();

    private static final Class<? extends AsyncKafkaConsumer<byte[], byte[]>> TYPE = define();

    private ConsumerFace() {}

    static Class<? extends AsyncKafkaConsumer<byte[], byte[]>> type() {
        return TYPE;
    }

    /** Gives a face the guard that it calls. */
    static void put(AsyncKafkaConsumer<byte[], byte[]> face, InvocationHandler guard) {
        Reflect.set(Reflect.field(TYPE, GUARD), face, guard);
    }

    /** Called by each method of the class, with its number. */
    static @Nullable Object call(InvocationHandler guard, Object face, int number, Object @Nullable [] arguments)
            throws Throwable {
        return guard.invoke(face, METHODS.get(number), arguments);
    }

    private static List<Method> methods() {
        List<Method> methods = new ArrayList<>();
        for (Method method : AsyncKafkaConsumer.class.getMethods()) {
            int modifiers = method.getModifiers();
            boolean isOwn = method.getDeclaringClass() != Object.class && !method.isBridge();
            if (isOwn && !Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers)) {
                method.setAccessible(true);
                methods.add(method);
            }
        }
        return methods;
    }

    @SuppressWarnings("unchecked") // It extends this class, and Kafka Streams reads bytes.
    private static Class<? extends AsyncKafkaConsumer<byte[], byte[]>> define() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                NAME,
                null,
                Type.getInternalName(AsyncKafkaConsumer.class),
                null);
        writer.visitField(0, GUARD, HANDLER, null, null).visitEnd();
        for (int i = 0; i < METHODS.size(); i++) {
            write(writer, METHODS.get(i), i);
        }
        writer.visitEnd();
        try {
            return (Class<? extends AsyncKafkaConsumer<byte[], byte[]>>)
                    MethodHandles.lookup().defineClass(writer.toByteArray());
        } catch (IllegalAccessException e) {
            throw Reflect.missing("a way to make " + NAME, e);
        }
    }

    private static void write(ClassWriter writer, Method method, int number) {
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC, method.getName(), Type.getMethodDescriptor(method), null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, NAME, GUARD, HANDLER);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitLdcInsn(number);
        pushArguments(code, Type.getArgumentTypes(method));
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                OWN,
                "call",
                "(" + HANDLER + "Ljava/lang/Object;I[Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        writeReturn(code, Type.getReturnType(method));
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** As a proxy's: null if there are none. */
    private static void pushArguments(MethodVisitor code, Type[] arguments) {
        if (arguments.length == 0) {
            code.visitInsn(Opcodes.ACONST_NULL);
            return;
        }
        code.visitLdcInsn(arguments.length);
        code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        int local = 1;
        for (int i = 0; i < arguments.length; i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitLdcInsn(i);
            code.visitVarInsn(arguments[i].getOpcode(Opcodes.ILOAD), local);
            String boxed = boxed(arguments[i]);
            if (boxed != null) {
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        boxed,
                        "valueOf",
                        "(" + arguments[i].getDescriptor() + ")L" + boxed + ";",
                        false);
            }
            code.visitInsn(Opcodes.AASTORE);
            local += arguments[i].getSize();
        }
    }

    private static void writeReturn(MethodVisitor code, Type type) {
        if (type.getSort() == Type.VOID) {
            code.visitInsn(Opcodes.POP);
            code.visitInsn(Opcodes.RETURN);
            return;
        }
        String boxed = boxed(type);
        code.visitTypeInsn(Opcodes.CHECKCAST, boxed == null ? type.getInternalName() : boxed);
        if (boxed != null) {
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, boxed, type.getClassName() + "Value", "()" + type.getDescriptor(), false);
        }
        code.visitInsn(type.getOpcode(Opcodes.IRETURN));
    }

    /** Returns the class of a primitive type's objects, or null if it is none of those that consumers have. */
    private static @Nullable String boxed(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            default -> null;
        };
    }
}
