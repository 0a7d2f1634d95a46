package io.github.groupcoordinator.agent;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The rewriting of one method of {@code LockSupport} or {@code Thread}: whoever calls it, hooks are asked first. */
final class Bodies extends MethodVisitor {
    private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";
    private static final String THREAD = "java/lang/Thread";

    /** Starts itself in its own way; there is none before JDK 21. */
    private static final String VIRTUAL_THREAD = "java/lang/VirtualThread";

    private final String method;
    private final boolean ofThread;
    private final boolean[] changed;

    Bodies(MethodVisitor next, String owner, String method, boolean[] changed) {
        super(Opcodes.ASM9, next);
        this.method = method;
        this.ofThread = owner.equals(THREAD) || owner.equals(VIRTUAL_THREAD);
        this.changed = changed;
    }

    static boolean concern(String name) {
        return name.equals(LOCK_SUPPORT) || name.equals(THREAD) || name.equals(VIRTUAL_THREAD);
    }

    @Override
    public void visitCode() {
        super.visitCode();
        if (ofThread) {
            beginOfThread();
        } else {
            beginOfLockSupport();
        }
    }

    private void beginOfLockSupport() {
        switch (method) {
            case "park()V", "park(Ljava/lang/Object;)V" -> skipIf("park", "()Z");
            case "parkNanos(J)V" -> skipIf("parkNanos", "(J)Z", Opcodes.LLOAD, 0);
            case "parkNanos(Ljava/lang/Object;J)V" -> skipIf("parkNanos", "(J)Z", Opcodes.LLOAD, 1);
            case "parkUntil(J)V" -> skipIf("parkUntil", "(J)Z", Opcodes.LLOAD, 0);
            case "parkUntil(Ljava/lang/Object;J)V" -> skipIf("parkUntil", "(J)Z", Opcodes.LLOAD, 1);
            case "unpark(Ljava/lang/Thread;)V" -> skipIf("unpark", "(Ljava/lang/Thread;)Z", Opcodes.ALOAD, 0);
            default -> {
                // Blockers and the like.
            }
        }
    }

    private void beginOfThread() {
        switch (method) {
            case "join(J)V" -> skipIf("join", "(Ljava/lang/Thread;J)Z", Opcodes.ALOAD, 0, Opcodes.LLOAD, 1);
            case "interrupt()V" -> tell("interrupting");
            case "exit()V", "afterDone(Z)V" -> tell("ending");
            default -> {
                if (isStart()) {
                    tell("starting");
                }
            }
        }
    }

    /** Executors of newer JDKs have a way of their own to start a thread. */
    private boolean isStart() {
        return method.equals("start()V") || method.equals("start(Ljdk/internal/vm/ThreadContainer;)V");
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.RETURN && ofThread && isStart()) {
            tell("started");
        }
        super.visitInsn(opcode);
    }

    private void tell(String hook) {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CallSites.HOOKS, hook, "(Ljava/lang/Thread;)V", false);
        changed[0] = true;
    }

    private void skipIf(String hook, String descriptor, int... loads) {
        for (int i = 0; i < loads.length; i += 2) {
            super.visitVarInsn(loads[i], loads[i + 1]);
        }
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CallSites.HOOKS, hook, descriptor, false);
        Label real = new Label();
        super.visitJumpInsn(Opcodes.IFEQ, real);
        super.visitInsn(Opcodes.RETURN);
        super.visitLabel(real);
        super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        changed[0] = true;
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + 3, maxLocals);
    }
}
