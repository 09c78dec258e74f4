package orders.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The servlet filters that a WAR has by its descriptors, in the order in which they run. */
public final class ServletFilters {
  private static final String NAME = "filter-name";

  private final List<String> mapped = new ArrayList<>();
  private final Map<String, String> namesByClass = new HashMap<>();

  private ServletFilters() {}

  /**
   * @return those of the WAR's own web.xml, if it has one, and of http-conventions after it
   */
  public static ServletFilters ofThisModule() {
    return of(
        Path.of("src/main/webapp/WEB-INF/web.xml"),
        Path.of("../http-conventions/src/main/resources/META-INF/web-fragment.xml"));
  }

  static ServletFilters of(Path... descriptors) {
    var filters = new ServletFilters();
    for (Path descriptor : descriptors) {
      if (Files.exists(descriptor)) {
        filters.read(descriptor);
      }
    }
    return filters;
  }

  private void read(Path descriptor) {
    for (Element mapping : elements(descriptor, "filter-mapping")) {
      mapped.add(text(mapping, NAME));
    }
    for (Element filter : elements(descriptor, "filter")) {
      namesByClass.put(text(filter, "filter-class"), text(filter, NAME));
    }
  }

  private static List<Element> elements(Path descriptor, String tag) {
    try {
      var found =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(descriptor.toFile())
              .getElementsByTagName(tag);
      var elements = new ArrayList<Element>();
      for (int i = 0; i < found.getLength(); i++) {
        elements.add((Element) found.item(i));
      }
      return elements;
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("cannot read " + descriptor, e);
    }
  }

  private static String text(Element parent, String tag) {
    return parent.getElementsByTagName(tag).item(0).getTextContent().strip();
  }

  /**
   * @return their names, each as often as it is mapped
   */
  public List<String> inOrder() {
    return List.copyOf(mapped);
  }

  /**
   * @return the name under which requests pass it; empty if none do
   */
  Optional<String> nameOf(String className) {
    return Optional.ofNullable(namesByClass.get(className)).filter(mapped::contains);
  }
}
