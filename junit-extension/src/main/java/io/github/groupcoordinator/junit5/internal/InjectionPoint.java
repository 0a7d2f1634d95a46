package io.github.groupcoordinator.junit5.internal;

import io.github.groupcoordinator.junit5.GroupMember;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.ShareMember;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A parameter or a field that something of a cluster belongs into. */
public record InjectionPoint(
        AnnotatedElement element, Class<?> type, Type genericType, boolean inConstructor, String description) {

    /** Returns the parameter of a method or constructor. */
    public static InjectionPoint of(ParameterContext context) {
        Parameter parameter = context.getParameter();
        Executable executable = context.getDeclaringExecutable();
        String description = "Parameter " + annotations(parameter)
                + parameter.getParameterizedType().getTypeName() + " " + parameter.getName() + " of "
                + executable.getDeclaringClass().getSimpleName() + "." + executable.getName();
        return new InjectionPoint(
                parameter,
                parameter.getType(),
                parameter.getParameterizedType(),
                executable instanceof Constructor,
                description);
    }

    /** Returns the field of a test. */
    public static InjectionPoint of(Field field) {
        String description =
                "Field " + annotations(field) + field.getGenericType().getTypeName() + " "
                        + field.getDeclaringClass().getSimpleName() + "." + field.getName();
        return new InjectionPoint(field, field.getType(), field.getGenericType(), false, description);
    }

    private static String annotations(AnnotatedElement element) {
        StringBuilder text = new StringBuilder();
        for (Annotation annotation : element.getAnnotations()) {
            text.append('@').append(annotation.annotationType().getSimpleName()).append(' ');
        }
        return text.toString();
    }

    /** Finds an annotation, also where it stands on another one. */
    public <A extends Annotation> Optional<A> annotation(Class<A> wanted) {
        return AnnotationSupport.findAnnotation(element, wanted);
    }

    /** Says whether it carries one of our annotations. */
    public boolean isMarked() {
        return annotation(GroupMember.class).isPresent()
                || annotation(ShareMember.class).isPresent()
                || annotation(RecordProducer.class).isPresent();
    }
}
