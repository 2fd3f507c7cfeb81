package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.transform.MappingTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class OcsfFieldsTest {
    private static final List<MappingTable.Section> TABLE = MappingTable.sections("ocsf-fields.txt");

    @Test
    void anAttributeRefersToTheShapeOfItsSectionWhereverThatStands() {
        OcsfFields fields = OcsfFields.of(OcsfMapper.VERSION, TABLE);

        assertSame(
                fields.shape("metadata"),
                fields.shape("2004").attributes().get("metadata").shape());
    }

    @Test
    void aShapeThatNoSectionDescribesIsNamed() {
        List<MappingTable.Section> less = TABLE.stream()
                .filter(section -> !section.name().equals("metadata"))
                .toList();

        String message = assertThrows(IllegalStateException.class, () -> OcsfFields.of(OcsfMapper.VERSION, less))
                .getMessage();

        assertTrue(message.contains("metadata"), message);
    }
}
