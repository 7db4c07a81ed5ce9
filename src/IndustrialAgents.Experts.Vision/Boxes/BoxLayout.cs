namespace IndustrialAgents.Experts.Vision.Boxes;

/// <summary>How detectors of the YOLO family lay out their boxes.</summary>
public enum BoxLayout
{
    /// <summary>[1, anchors, 5 + classes] relative to a grid, as YOLOX gives them (<see cref="YoloxDecoder"/>).</summary>
    Yolox,

    /// <summary>[1, boxes, 5 + classes]: middle x, y, width and height in pixels, objectness, scores of the classes, as YOLOv5 to YOLOv7 give them.</summary>
    Rows,

    /// <summary>[1, 4 + classes, boxes]: middle x, y, width and height in pixels, scores of the classes, as YOLOv8 to YOLO11 give them.</summary>
    Columns,

    /// <summary>[1, boxes, 6]: left, top, right and bottom in pixels, score, number of the class, already suppressed, as YOLOv10 gives them.</summary>
    EndToEnd,
}
