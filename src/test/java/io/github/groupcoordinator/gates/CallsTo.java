package io.github.groupcoordinator.gates;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;

/** The JDK's doors to threads and to reflection. */
final class CallsTo {
    private static final List<String> REFLECTION = List.of(
            "java.lang.reflect.AccessibleObject",
            "java.lang.reflect.Field",
            "java.lang.reflect.Method",
            "java.lang.reflect.Constructor",
            "java.lang.reflect.Proxy",
            "java.lang.reflect.InvocationHandler",
            "java.lang.invoke.MethodHandle",
            "java.lang.invoke.VarHandle");

    /** Value holders of java.util.concurrent that start nothing and wait for nothing. */
    private static final List<String> HARMLESS = List.of("java.util.concurrent.TimeUnit");

    private CallsTo() {}

    static DescribedPredicate<JavaConstructorCall> constructorOf(Class<?> type) {
        return describe("the constructor of " + type.getSimpleName(), call -> call.getTargetOwner()
                .isEquivalentTo(type));
    }

    static DescribedPredicate<JavaMethodCall> methodOf(Class<?> type, String name) {
        return describe(
                type.getSimpleName() + "." + name,
                call -> call.getTargetOwner().isEquivalentTo(type)
                        && call.getName().equals(name));
    }

    static DescribedPredicate<JavaClass> concurrency() {
        return describe(
                "belong to java.util.concurrent",
                type -> type.getPackageName().startsWith("java.util.concurrent")
                        && HARMLESS.stream().noneMatch(type.getName()::startsWith)
                        && !type.isAssignableTo(Throwable.class));
    }

    static DescribedPredicate<JavaClass> reflection() {
        return describe("are reflection", type -> REFLECTION.contains(type.getName()));
    }
}
