package io.github.groupcoordinator.agent;

import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The rewriting of one method's calls that take time, tell it, or make a client: hooks are called in their place. */
final class CallSites extends MethodVisitor {
    static final String HOOKS = "io/github/groupcoordinator/agent/boot/Hooks";
    static final String PRODUCER = "org/apache/kafka/clients/producer/KafkaProducer";
    private static final String ADMIN = "org/apache/kafka/clients/admin/Admin";
    private static final String ASYNC_CONSUMER = "org/apache/kafka/clients/consumer/internals/AsyncKafkaConsumer";
    private static final String STREAM_THREAD = "org/apache/kafka/streams/processor/internals/StreamThread";
    private static final List<String> WAITS = List.of("()V", "(J)V", "(JI)V");

    private final String owner;
    private final boolean[] changed;
    /** The producers that are being made: their references are on the stack, their constructors still to come. */
    private int producers;

    CallSites(MethodVisitor next, String owner, boolean[] changed) {
        super(Opcodes.ASM9, next);
        this.owner = owner;
        this.changed = changed;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        if (opcode == Opcodes.NEW && type.equals(PRODUCER)) {
            producers++;
        }
        super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitMethodInsn(int opcode, String type, String method, String descriptor, boolean isInterface) {
        boolean done =
                switch (opcode) {
                    case Opcodes.INVOKESTATIC -> ofStatic(type, method, descriptor);
                    case Opcodes.INVOKESPECIAL -> ofConstructor(type, method, descriptor);
                    default -> ofInstance(type, method, descriptor);
                };
        if (done) {
            changed[0] = true;
        } else {
            super.visitMethodInsn(opcode, type, method, descriptor, isInterface);
        }
    }

    private boolean ofStatic(String type, String method, String descriptor) {
        switch (type + "." + method) {
            case "java/lang/System.nanoTime", "java/lang/System.currentTimeMillis" -> hook(method, descriptor);
            case "java/lang/Thread.sleep", "java/lang/Thread.yield", "java/lang/Thread.onSpinWait" ->
                hook(method, descriptor);
            case "jdk/internal/misc/VM.getNanoTimeAdjustment" -> hook("nanoTimeAdjustment", descriptor);
            case "java/util/UUID.randomUUID" -> {
                super.visitLdcInsn(owner);
                hook(method, "(Ljava/lang/String;)Ljava/util/UUID;");
            }
            case ADMIN + ".create" -> {
                super.visitLdcInsn(ADMIN);
                hook("client", "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;");
                super.visitTypeInsn(Opcodes.CHECKCAST, ADMIN);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * A constructor that no {@code new} came before is another constructor's: of the class itself, or of a subclass.
     */
    private boolean ofConstructor(String type, String method, String descriptor) {
        if (type.equals(ASYNC_CONSUMER) && owner.equals(STREAM_THREAD)) {
            hook(
                    "streamsConsumer",
                    "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
            putInPlace(ASYNC_CONSUMER);
            return true;
        }
        if (!type.equals(PRODUCER) || !method.equals("<init>") || producers == 0) {
            return false;
        }
        producers--;
        super.visitLdcInsn(PRODUCER);
        boolean withSerializers = descriptor.contains("Serializer");
        hook(
                "client",
                withSerializers
                        ? "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;"
                        : "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;");
        putInPlace(PRODUCER);
        return true;
    }

    /**
     * Puts what a hook has returned in the place of the reference to the new object and its copy, which are below it
     * and which nobody constructs; conditions among the arguments have frames that name them, so they could not be left
     * away.
     */
    private void putInPlace(String type) {
        super.visitTypeInsn(Opcodes.CHECKCAST, type);
        for (int i = 0; i < 2; i++) {
            super.visitInsn(Opcodes.SWAP);
            super.visitInsn(Opcodes.POP);
        }
    }

    private boolean ofInstance(String type, String method, String descriptor) {
        if (method.equals("wait") && WAITS.contains(descriptor)) {
            hook("await", "(Ljava/lang/Object;" + descriptor.substring(1));
            return true;
        }
        if (type.equals("jdk/internal/misc/Unsafe") && method.equals("park")) {
            hook(method, "(Ljava/lang/Object;ZJ)V");
            return true;
        }
        if (type.equals("jdk/internal/misc/Unsafe") && method.equals("unpark")) {
            hook(method, "(Ljava/lang/Object;Ljava/lang/Object;)V");
            return true;
        }
        return false;
    }

    private void hook(String method, String descriptor) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, method, descriptor, false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + 2, maxLocals);
    }
}
