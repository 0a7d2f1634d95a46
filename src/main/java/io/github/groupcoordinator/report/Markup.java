package io.github.groupcoordinator.report;

import io.github.groupcoordinator.internal.text.Text;
import java.util.ArrayDeque;
import java.util.Deque;

/** Elements that are well-formed both as XML and as HTML, whatever the text in them. */
final class Markup {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; the attributes are names and values in turn. */
    Markup open(String tag, Object... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Writes an element without content. */
    Markup empty(String tag, Object... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** Writes an element with nothing but text in it. */
    Markup leaf(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close();
    }

    Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Appends what is markup already, or style. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    Markup line() {
        out.append('\n');
        return this;
    }

    private void start(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            // A line's end is kept in text, but turns into a space in an attribute.
            out.append(escape(attributes[i + 1].toString()).replace("\n", "&#10;"))
                    .append('"');
        }
    }

    /** Ids may hold any character, also such as XML can't hold at all; those become their numbers. */
    static String plain(String text) {
        return Text.lines(text);
    }

    static String escape(String text) {
        return plain(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
