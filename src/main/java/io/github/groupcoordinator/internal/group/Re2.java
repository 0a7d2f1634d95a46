package io.github.groupcoordinator.internal.group;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions as RE2/J takes them, which Kafka's broker has. They are written anew for the JDK's: what RE2/J
 * refuses is refused, and what both take but understand differently means what it means in RE2/J. Only the promise of
 * linear time is not kept.
 */
public final class Re2 {
    private static final int MAX_REPEAT = 1_000;

    /** Digits beyond which RE2/J gives up on a number. */
    private static final int MAX_DIGITS = 8;

    /** In RE2/J only ASCII letters, digits and the underscore make words, whatever the JDK's version. */
    private static final String WORD_BOUNDARY = "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))";

    private static final String NO_WORD_BOUNDARY = "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))";

    private final String regex;
    private final Re2Escapes escapes;
    private final StringBuilder out = new StringBuilder();
    private final Set<String> groupNames = new TreeSet<>();
    private int at;

    /** Whether lines have ends of their own here, and of each group that is open, outside of it. */
    private boolean multiline;

    private final Deque<Boolean> multilineOutside = new ArrayDeque<>();

    /** Where the translation of what can be repeated ends: flags may stand between the two. */
    private int operandEnd;

    /** Whether there is something before this place that can be repeated. */
    private boolean hasOperand;

    /** Whether what stands before this place is a repetition itself. */
    private boolean isRepeated;

    private Re2(String regex) {
        this.regex = regex;
        this.escapes = new Re2Escapes(regex);
    }

    /**
     * Compiles a regular expression.
     *
     * @throws PatternSyntaxException if RE2/J would refuse it; the description says why
     */
    public static Pattern compile(String regex) {
        // For a dot, lines end with a line feed and with nothing else.
        return Pattern.compile(new Re2(regex).translated(), Pattern.UNIX_LINES);
    }

    private PatternSyntaxException refused(String why) {
        return new PatternSyntaxException(why, regex, at);
    }

    private String translated() {
        while (at < regex.length()) {
            boolean follows = isRepeated;
            isRepeated = false;
            switch (regex.charAt(at)) {
                case '(' -> group();
                case ')' -> close();
                case '|' -> {
                    out.append('|');
                    hasOperand = false;
                    at++;
                }
                case '[' -> characterClass();
                case '*', '+', '?' -> repeat(1, follows);
                case '{' -> counted(follows);
                case '\\' -> escape();
                case '^' -> operand(multiline ? "(?:\\A|(?<=\n))" : "\\A", 1);
                case '$' -> operand(multiline ? "(?:\\z|(?=\n))" : "\\z", 1);
                case '.' -> operand(".", 1);
                default -> {
                    int next = regex.codePointAt(at);
                    Re2Escapes.appendLiteral(out, next);
                    operand("", Character.charCount(next));
                }
            }
        }
        return out.toString();
    }

    private void operand(String translation, int length) {
        out.append(translation);
        operandEnd = out.length();
        hasOperand = true;
        at += length;
    }

    private void close() {
        if (multilineOutside.isEmpty()) {
            throw refused("a group ends that has not begun");
        }
        multiline = multilineOutside.pop();
        operand(")", 1);
    }

    private void repeat(int length, boolean follows) {
        if (follows) {
            throw refused("a repetition can't be repeated, and there are no possessive ones");
        }
        if (!hasOperand) {
            throw refused("there is nothing to repeat");
        }
        int end = at + length + (regex.startsWith("?", at + length) ? 1 : 0);
        out.insert(operandEnd, regex.substring(at, end));
        at = end;
        isRepeated = true;
    }

    /** A repetition with bounds; what does not look like one stands for itself. */
    private void counted(boolean follows) {
        int end = regex.indexOf('}', at);
        String bounds = end < 0 ? "" : regex.substring(at + 1, end);
        if (!bounds.matches("(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?")) {
            operand("\\{", 1);
            // As in RE2/J it can't be repeated, though it stands for itself.
            isRepeated = true;
            return;
        }
        String[] minAndMax = bounds.split(",", -1);
        int min = bound(minAndMax[0]);
        String last = minAndMax[minAndMax.length - 1];
        int max = last.isEmpty() ? MAX_REPEAT : bound(last);
        if (min > MAX_REPEAT || max > MAX_REPEAT || min > max) {
            throw refused("a repetition must be at most " + MAX_REPEAT + ", and its bounds in order");
        }
        repeat(end + 1 - at, follows);
    }

    private static int bound(String digits) {
        return digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private void group() {
        if (!regex.startsWith("(?", at)) {
            open("(", 1);
        } else if (regex.startsWith("(?P<", at)) {
            named(at + "(?P<".length());
        } else if (regex.startsWith("(?<", at)) {
            named(at + "(?<".length());
        } else {
            flags();
        }
    }

    private void open(String translation, int length) {
        multilineOutside.push(multiline);
        out.append(translation);
        at += length;
        hasOperand = false;
    }

    private void named(int begin) {
        int end = regex.indexOf('>', begin);
        String name = end < 0 ? "" : regex.substring(begin, end);
        if (!name.matches("[0-9A-Za-z_]+") || !groupNames.add(name)) {
            throw refused("the name of the group is not valid, or there already; there is no lookbehind");
        }
        open("(", end + 1 - at);
    }

    private void flags() {
        StringBuilder flags = new StringBuilder();
        boolean negated = false;
        boolean lines = multiline;
        boolean hasFlag = false;
        for (int i = at + "(?".length(); i < regex.length(); i++) {
            char next = regex.charAt(i);
            if (next == ':' || next == ')') {
                if (negated && !hasFlag) {
                    break;
                }
                endFlags(flags.toString(), next, i + 1);
                multiline = lines;
                return;
            }
            if (next == '-' && !negated) {
                negated = true;
                hasFlag = false;
                flags.append('-');
            } else if ("imsU".indexOf(next) >= 0) {
                hasFlag = true;
                lines = next == 'm' ? !negated : lines;
                // Being greedy or not changes nothing about what matches as a whole.
                flags.append(next == 'i' ? "iu" : next == 's' ? "s" : "");
            } else {
                break;
            }
        }
        throw refused("there are no such groups or flags: no lookaround, no atomic groups");
    }

    private void endFlags(String flags, char end, int next) {
        if (end == ':') {
            open("(?" + flags + ":", next - at);
        } else {
            out.append(flags.isEmpty() || flags.equals("-") ? "" : "(?" + flags + ")");
            at = next;
        }
    }

    private void escape() {
        char next = at + 1 < regex.length() ? regex.charAt(at + 1) : '\\';
        switch (next) {
            case 'A', 'z' -> operand("\\" + next, 2);
            case 'b' -> operand(WORD_BOUNDARY, 2);
            case 'B' -> operand(NO_WORD_BOUNDARY, 2);
            case 'Q' -> quoted();
            default -> {
                int end = escapes.classAt(at, out, true);
                if (end < 0) {
                    Re2Escapes.Char escaped = escapes.charAt(at);
                    Re2Escapes.appendLiteral(out, escaped.codePoint());
                    end = escaped.end();
                }
                operand("", end - at);
            }
        }
    }

    private void quoted() {
        int begin = at + 2;
        int end = regex.indexOf("\\E", begin);
        String literal = regex.substring(begin, end < 0 ? regex.length() : end);
        literal.codePoints().forEach(each -> {
            Re2Escapes.appendLiteral(out, each);
            operand("", 0);
        });
        at = end < 0 ? regex.length() : end + 2;
    }

    private void characterClass() {
        out.append('[');
        at++;
        if (regex.startsWith("^", at)) {
            out.append('^');
            at++;
        }
        boolean isFirst = true;
        while (isFirst || !regex.startsWith("]", at)) {
            isFirst = false;
            int end = escapes.posixClassAt(at, out);
            if (end < 0) {
                end = escapes.classAt(at, out, false);
            }
            at = end < 0 ? range() : end;
        }
        operand("]", 1);
    }

    /** One character of a class, or several from one to another; returns where they end. */
    private int range() {
        Re2Escapes.Char first = classChar(at);
        Re2Escapes.appendLiteral(out, first.codePoint());
        int end = first.end();
        if (!regex.startsWith("-", end) || regex.startsWith("-]", end)) {
            return end;
        }
        Re2Escapes.Char last = classChar(end + 1);
        if (last.codePoint() < first.codePoint()) {
            throw refused("a range of characters is the wrong way round");
        }
        out.append('-');
        Re2Escapes.appendLiteral(out, last.codePoint());
        return last.end();
    }

    private Re2Escapes.Char classChar(int where) {
        if (where >= regex.length()) {
            throw refused("a class of characters does not end");
        }
        if (regex.charAt(where) == '\\') {
            return escapes.charAt(where);
        }
        int codePoint = regex.codePointAt(where);
        return new Re2Escapes.Char(codePoint, where + Character.charCount(codePoint));
    }
}
