package io.github.groupcoordinator.event;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists of partitions in a text, with five or more in a row told by their ends: {@code [orders-0..7]}. */
final class PartitionRuns {
    private static final Pattern LIST = Pattern.compile("\\[([^\\[\\]]+)]");
    private static final Pattern PARTITION = Pattern.compile("([A-Za-z0-9._-]{1,249})-([0-9]{1,9})");
    private static final int LEAST = 5;

    /** A partition, or what else stands in a list. */
    private record Item(String text, String topic, int number) {
        static Item of(String text) {
            Matcher partition = PARTITION.matcher(text);
            return partition.matches()
                    ? new Item(text, partition.group(1), Integer.parseInt(partition.group(2)))
                    : new Item(text, "", -1);
        }

        boolean isFollowedBy(Item next) {
            return number >= 0 && next.number == number + 1 && next.topic.equals(topic);
        }
    }

    private PartitionRuns() {}

    static String shorten(String text) {
        return LIST.matcher(text).replaceAll(list -> Matcher.quoteReplacement('[' + runs(list.group(1)) + ']'));
    }

    private static String runs(String list) {
        List<Item> items = new ArrayList<>();
        for (String item : list.split(", ", -1)) {
            items.add(Item.of(item));
        }
        List<String> told = new ArrayList<>();
        for (int first = 0; first < items.size(); ) {
            int last = first;
            while (last + 1 < items.size() && items.get(last).isFollowedBy(items.get(last + 1))) {
                last++;
            }
            if (last - first + 1 >= LEAST) {
                told.add(items.get(first).text() + ".." + items.get(last).number());
                first = last + 1;
            } else {
                told.add(items.get(first).text());
                first++;
            }
        }
        return String.join(", ", told);
    }
}
