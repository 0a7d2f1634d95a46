package io.github.groupcoordinator.internal.api.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The error codes of answers, beside the text of Kafka's generated classes, which shows each of them. */
final class ErrorCodesTest {
    private static final Pattern SHOWN = Pattern.compile("\\berrorCode=(-?\\d+)");

    @Test
    void eachErrorIsNamedOnceInTheOrderOfTheAnswer() {
        OffsetCommitResponseTopic topic = new OffsetCommitResponseTopic();
        for (Errors error :
                List.of(Errors.UNKNOWN_MEMBER_ID, Errors.NONE, Errors.UNKNOWN_SERVER_ERROR, Errors.UNKNOWN_MEMBER_ID)) {
            topic.partitions().add(new OffsetCommitResponsePartition().setErrorCode(error.code()));
        }
        OffsetCommitResponseData answer = new OffsetCommitResponseData();
        answer.topics().add(topic);

        assertThat(ErrorCodes.namesIn(answer)).containsExactly("UNKNOWN_MEMBER_ID", "UNKNOWN_SERVER_ERROR");
    }

    @Test
    void answerWithoutErrorsHasNone() {
        assertThat(ErrorCodes.namesIn(new HeartbeatResponseData())).isEmpty();
    }

    /** Returns all but those between brokers that have no messages any more since 4.0. */
    static Stream<ApiKeys> apis() {
        return Arrays.stream(ApiKeys.values()).filter(api -> api.id < 4 || api.id > 7);
    }

    /** Every list has two elements, every nullable part is there, every code is drawn: none may be looked over. */
    @ParameterizedTest
    @MethodSource("apis")
    void everyCodeThatTheTextOfAnAnswerShowsIsRead(ApiKeys api) throws ReflectiveOperationException {
        Random random = new Random(17);
        for (int i = 0; i < 20; i++) {
            ApiMessage answer = api.messageType.newResponse();
            fill(answer, random);

            assertThat(ErrorCodes.namesIn(answer))
                    .as("%s", answer)
                    .containsExactlyElementsOf(SHOWN.matcher(answer.toString())
                            .results()
                            .map(code -> Errors.forCode(Short.parseShort(code.group(1))))
                            .filter(error -> error != Errors.NONE)
                            .map(Errors::name)
                            .distinct()
                            .toList());
        }
    }

    @SuppressWarnings("unchecked") // Elements are of the class that the collection is declared with.
    private static void fill(Message message, Random random) throws ReflectiveOperationException {
        for (Field declared : message.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(declared.getModifiers())) {
                continue;
            }
            Field field = Reflect.field(message.getClass(), declared.getName());
            Class<?> type = field.getType();
            if (type == short.class) {
                field.setShort(message, (short) (random.nextInt(4) == 0 ? random.nextInt(130) - 1 : 0));
            } else if (Message.class.isAssignableFrom(type)) {
                field.set(message, filled(type, random));
            } else if (Collection.class.isAssignableFrom(type)) {
                Type of = type.isInterface() ? field.getGenericType() : type.getGenericSuperclass();
                Type element = ((ParameterizedType) of).getActualTypeArguments()[0];
                if (element instanceof Class<?> held && Message.class.isAssignableFrom(held)) {
                    Collection<Object> several =
                            type.isInterface() ? new ArrayList<>() : (Collection<Object>) Reflect.get(field, message);
                    several.add(filled(held, random));
                    several.add(filled(held, random));
                    field.set(message, several);
                }
            }
        }
    }

    private static Object filled(Class<?> type, Random random) throws ReflectiveOperationException {
        Message message = (Message) type.getDeclaredConstructor().newInstance();
        fill(message, random);
        return message;
    }
}
